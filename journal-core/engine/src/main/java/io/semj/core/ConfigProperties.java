package io.semj.core;

import io.semj.format.BlockCompression;
import io.semj.format.ChainMode;
import java.util.Properties;

/** A configuration from properties, and back. */
final class ConfigProperties {
  private ConfigProperties() {}

  static JournalConfig load(Properties properties) {
    PropertySource source = new PropertySource(properties);
    JournalConfigBuilder builder = JournalConfig.builder(source.path(Setting.DIRECTORY));
    loadStorage(source, builder);
    loadRing(source, builder);
    builder.retention(loadRetention(source, RetentionPolicy.keepAll()));
    builder.retry(loadRetry(source, RetryPolicy.standard()));
    return builder.build();
  }

  static Properties store(JournalConfig config) {
    Properties properties = new Properties();
    for (Setting setting : Setting.values()) {
      if (setting.isProperty()) {
        properties.setProperty(setting.key(), SettingText.of(setting, config));
      }
    }
    return properties;
  }

  private static void loadStorage(PropertySource source, JournalConfigBuilder builder) {
    source.size(Setting.SEGMENT_MAX_BYTES, builder::maxSegmentBytes);
    source.choice(Setting.SEGMENT_IO, SegmentIo.values(), builder::segmentIo);
    source.choice(Setting.COMPRESSION, BlockCompression.values(), builder::compression);
    source.smallSize(Setting.COMPRESSION_THRESHOLD, builder::compressionThreshold);
    source.choice(Setting.CHAIN, ChainMode.values(), builder::chainMode);
    source.choice(Setting.SYNC_POLICY, SyncPolicy.values(), builder::syncPolicy);
    source.duration(Setting.FLUSH_INTERVAL, builder::flushInterval);
    source.duration(Setting.CHECKPOINT_INTERVAL, builder::checkpointInterval);
    source.integer(Setting.CHECKPOINTS_KEPT, builder::checkpointsKept);
    source.flag(Setting.RECOVERY, builder::recovery);
    source.duration(Setting.CLOSE_TIMEOUT, builder::closeTimeout);
  }

  private static void loadRing(PropertySource source, JournalConfigBuilder builder) {
    source.integer(Setting.RING_SIZE, builder::ringSize);
    source.smallSize(Setting.RING_SLOT_BYTES, builder::slotBytes);
    source.integer(Setting.BATCH_SIZE, builder::batchSize);
    source.size(Setting.MEMORY_MAX_BYTES, builder::maxMemoryBytes);
    source.flag(Setting.KERNEL_COMPATIBILITY, builder::kernelCompatibility);
    source.choice(Setting.OVERFLOW_POLICY, OverflowPolicy.values(), builder::overflowPolicy);
    source.duration(Setting.OVERFLOW_TIMEOUT, builder::overflowTimeout);
    source.choice(Setting.WAIT_STRATEGY, WaitMode.values(), builder::waitStrategy);
    source.choice(Setting.PRODUCER, ProducerMode.values(), builder::producerMode);
    source.choice(Setting.RING_PLACEMENT, RingPlacement.values(), builder::ringPlacement);
    source.path(Setting.RING_DIRECTORY, builder::ringDirectory);
  }

  private static RetentionPolicy loadRetention(PropertySource source, RetentionPolicy defaults) {
    return new RetentionPolicy(
        source.integer(Setting.RETENTION_COUNT, defaults.maxSegments()),
        source.duration(Setting.RETENTION_AGE, defaults.maxAge()),
        source.size(Setting.RETENTION_BYTES, defaults.maxBytes()),
        source.size(Setting.RETENTION_KEEP_FREE_BYTES, defaults.keepFreeBytes()));
  }

  private static RetryPolicy loadRetry(PropertySource source, RetryPolicy defaults) {
    return new RetryPolicy(
        source.integer(Setting.RETRY_MAX, defaults.maxRetries()),
        source.duration(Setting.RETRY_DELAY, defaults.delay()),
        source.decimal(Setting.RETRY_FACTOR, defaults.backoffFactor()),
        source.duration(Setting.RETRY_MAX_DELAY, defaults.maxDelay()),
        source.integer(Setting.BREAKER_THRESHOLD, defaults.breakerThreshold()),
        source.duration(Setting.BREAKER_RESET, defaults.breakerReset()));
  }
}
