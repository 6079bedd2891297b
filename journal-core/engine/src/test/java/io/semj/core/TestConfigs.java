package io.semj.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.format.BlockCompression;
import io.semj.format.ChainMode;
import java.nio.file.Path;
import java.time.Duration;

/** A configuration in which no setting has its default. */
final class TestConfigs {
  private TestConfigs() {}

  static JournalConfigBuilder unusual() {
    return JournalConfig.builder(Path.of("/data/unusual"))
        .maxSegmentBytes(3L << 20)
        .ringSize(200)
        .slotBytes(512)
        .batchSize(17)
        .flushInterval(Duration.ofNanos(1_500))
        .checkpointInterval(Duration.ofDays(2))
        .checkpointsKept(11)
        .compression(BlockCompression.ZSTD)
        .compressionThreshold(77)
        .chainMode(ChainMode.CRC32)
        .kernelCompatibility(false)
        .recovery(false)
        .maxMemoryBytes(100_000_001)
        .retention(new RetentionPolicy(9, Duration.ofDays(7), 1_000_000, 3))
        .syncPolicy(SyncPolicy.BATCH)
        .overflowPolicy(OverflowPolicy.SHED_BY_PRIORITY)
        .overflowTimeout(Duration.ofMinutes(90))
        .waitStrategy(WaitMode.BUSY_SPIN)
        .producerMode(ProducerMode.SINGLE)
        .ringPlacement(RingPlacement.SURVIVING)
        .ringDirectory(Path.of("/data/ring"))
        .segmentIo(SegmentIo.CHANNEL)
        .retry(
            new RetryPolicy(
                8, Duration.ofMillis(3), 1.5, Duration.ofMillis(90), 2, Duration.ofSeconds(9)))
        .closeTimeout(Duration.ofSeconds(4));
  }

  static void assertUnusual(JournalConfig config) {
    assertThat(config.directory()).isEqualTo(Path.of("/data/unusual"));
    assertThat(config.maxSegmentBytes()).isEqualTo(3L << 20);
    assertThat(config.ringSize()).isEqualTo(200);
    assertThat(config.slotBytes()).isEqualTo(512);
    assertThat(config.batchSize()).isEqualTo(17);
    assertThat(config.flushInterval()).isEqualTo(Duration.ofNanos(1_500));
    assertThat(config.checkpointInterval()).isEqualTo(Duration.ofDays(2));
    assertThat(config.checkpointsKept()).isEqualTo(11);
    assertThat(config.compression()).isEqualTo(BlockCompression.ZSTD);
    assertThat(config.compressionThreshold()).isEqualTo(77);
    assertThat(config.chainMode()).isEqualTo(ChainMode.CRC32);
    assertThat(config.kernelCompatibility()).isFalse();
    assertThat(config.recovery()).isFalse();
    assertThat(config.maxMemoryBytes()).isEqualTo(100_000_001);
    assertThat(config.retention())
        .isEqualTo(new RetentionPolicy(9, Duration.ofDays(7), 1_000_000, 3));
    assertThat(config.syncPolicy()).isEqualTo(SyncPolicy.BATCH);
    assertThat(config.overflowPolicy()).isEqualTo(OverflowPolicy.SHED_BY_PRIORITY);
    assertThat(config.overflowTimeout()).isEqualTo(Duration.ofMinutes(90));
    assertThat(config.waitStrategy()).isEqualTo(WaitMode.BUSY_SPIN);
    assertThat(config.producerMode()).isEqualTo(ProducerMode.SINGLE);
    assertThat(config.ringPlacement()).isEqualTo(RingPlacement.SURVIVING);
    assertThat(config.ringDirectory()).contains(Path.of("/data/ring"));
    assertThat(config.segmentIo()).isEqualTo(SegmentIo.CHANNEL);
    assertThat(config.retry())
        .isEqualTo(
            new RetryPolicy(
                8, Duration.ofMillis(3), 1.5, Duration.ofMillis(90), 2, Duration.ofSeconds(9)));
    assertThat(config.closeTimeout()).isEqualTo(Duration.ofSeconds(4));
  }
}
