package io.semj.core;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** The value of a setting as properties write it. */
final class SettingText {
  private SettingText() {}

  static String of(Setting setting, JournalConfig config) {
    return switch (setting) {
      case DIRECTORY -> config.directory().toString();
      case SEGMENT_MAX_BYTES -> size(config.maxSegmentBytes());
      case RING_SIZE -> number(config.ringSize());
      case RING_SLOT_BYTES -> size(config.slotBytes());
      case BATCH_SIZE -> number(config.batchSize());
      case FLUSH_INTERVAL -> duration(config.flushInterval());
      case CHECKPOINT_INTERVAL -> duration(config.checkpointInterval());
      case CHECKPOINTS_KEPT -> number(config.checkpointsKept());
      case COMPRESSION -> name(config.compression());
      case COMPRESSION_THRESHOLD -> size(config.compressionThreshold());
      case CHAIN -> name(config.chainMode());
      case KERNEL_COMPATIBILITY -> Boolean.toString(config.kernelCompatibility());
      case RECOVERY -> Boolean.toString(config.recovery());
      case MEMORY_MAX_BYTES -> size(config.maxMemoryBytes());
      case RETENTION_COUNT -> number(config.retention().maxSegments());
      case RETENTION_AGE -> duration(config.retention().maxAge());
      case RETENTION_BYTES -> size(config.retention().maxBytes());
      case RETENTION_KEEP_FREE_BYTES -> size(config.retention().keepFreeBytes());
      case SYNC_POLICY -> name(config.syncPolicy());
      case OVERFLOW_POLICY -> name(config.overflowPolicy());
      case OVERFLOW_TIMEOUT -> duration(config.overflowTimeout());
      case WAIT_STRATEGY -> name(config.waitStrategy());
      case PRODUCER -> name(config.producerMode());
      case RING_PLACEMENT -> name(config.ringPlacement());
      case RING_DIRECTORY -> config.ringDirectory().map(Path::toString).orElse("");
      case SEGMENT_IO -> name(config.segmentIo());
      case RETRY_MAX -> number(config.retry().maxRetries());
      case RETRY_DELAY -> duration(config.retry().delay());
      case RETRY_FACTOR -> Double.toString(config.retry().backoffFactor());
      case RETRY_MAX_DELAY -> duration(config.retry().maxDelay());
      case BREAKER_THRESHOLD -> number(config.retry().breakerThreshold());
      case BREAKER_RESET -> duration(config.retry().breakerReset());
      case CLOSE_TIMEOUT -> duration(config.closeTimeout());
      case RETENTION -> config.retention().toString();
      case RETRY -> config.retry().toString();
      case CLOCK -> config.clock().toString();
      case THREAD_FACTORY -> config.threadFactory().toString();
      case ERROR_HANDLER -> config.errorHandler().toString();
    };
  }

  private static String number(int value) {
    return Integer.toString(value);
  }

  private static String size(long bytes) {
    return Units.formatSize(bytes);
  }

  private static String duration(Duration value) {
    return Units.formatDuration(value);
  }

  private static String name(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }
}
