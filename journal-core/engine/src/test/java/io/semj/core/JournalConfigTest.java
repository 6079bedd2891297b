package io.semj.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.error.ConfigurationException;
import io.semj.format.BlockCompression;
import io.semj.format.ChainMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

class JournalConfigTest {
  private static final Path DIRECTORY = Path.of("/data/orders");

  private final JournalConfig defaults = JournalConfig.builder(DIRECTORY).build();

  @Test
  void shouldHaveTheDocumentedDefaultForStorage() {
    assertThat(defaults.directory()).isEqualTo(DIRECTORY);
    assertThat(defaults.maxSegmentBytes()).isEqualTo(1_073_741_824L);
    assertThat(defaults.segmentIo()).isEqualTo(SegmentIo.MAPPED);
    assertThat(defaults.compression()).isEqualTo(BlockCompression.LZ4);
    assertThat(defaults.compressionThreshold()).isEqualTo(1_024);
    assertThat(defaults.chainMode()).isEqualTo(ChainMode.SHA256);
    assertThat(defaults.syncPolicy()).isEqualTo(SyncPolicy.INTERVAL);
    assertThat(defaults.flushInterval()).isEqualTo(Duration.ofMillis(10));
    assertThat(defaults.checkpointInterval()).isEqualTo(Duration.ofSeconds(60));
    assertThat(defaults.checkpointsKept()).isEqualTo(3);
    assertThat(defaults.recovery()).isTrue();
    assertThat(defaults.closeTimeout()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void shouldHaveTheDocumentedDefaultForTheRing() {
    assertThat(defaults.ringSize()).isEqualTo(10_000);
    assertThat(defaults.ringCapacity()).isEqualTo(16_384);
    assertThat(defaults.slotBytes()).isEqualTo(1_024);
    assertThat(defaults.batchSize()).isEqualTo(100);
    assertThat(defaults.maxMemoryBytes()).isEqualTo(536_870_912L);
    assertThat(defaults.kernelCompatibility()).isTrue();
    assertThat(defaults.overflowPolicy()).isEqualTo(OverflowPolicy.BLOCK);
    assertThat(defaults.overflowTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(defaults.waitStrategy()).isEqualTo(WaitMode.SLEEPING);
    assertThat(defaults.producerMode()).isEqualTo(ProducerMode.MULTI);
  }

  @Test
  void shouldHaveTheDocumentedDefaultForRetention() {
    assertThat(defaults.retention().maxSegments()).isZero();
    assertThat(defaults.retention().maxAge()).isEqualTo(Duration.ZERO);
    assertThat(defaults.retention().maxBytes()).isZero();
    assertThat(defaults.retention().keepFreeBytes()).isEqualTo(67_108_864L);
  }

  @Test
  void shouldHaveTheDocumentedDefaultForRetries() {
    assertThat(defaults.retry().maxRetries()).isEqualTo(3);
    assertThat(defaults.retry().delay()).isEqualTo(Duration.ofMillis(10));
    assertThat(defaults.retry().backoffFactor()).isEqualTo(2.0);
    assertThat(defaults.retry().maxDelay()).isEqualTo(Duration.ofSeconds(1));
    assertThat(defaults.retry().breakerThreshold()).isEqualTo(5);
    assertThat(defaults.retry().breakerReset()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void shouldHaveTheDocumentedDefaultForCollaborators() {
    assertThat(defaults.clock()).isSameAs(JournalClock.system());
    assertThat(defaults.errorHandler()).isSameAs(JournalErrorHandler.logging());
    Thread thread = defaults.newThread("writer", () -> {});
    assertThat(thread.getName()).isEqualTo("semj-writer-orders");
    assertThat(thread.isDaemon()).isTrue();
    assertThat(defaults.threadFactory().newThread(() -> {}).getName())
        .isEqualTo("semj-worker-orders");
  }

  @Test
  void shouldKeepEverySettingOfTheBuilder() {
    JournalClock clock = () -> 1;
    JournalErrorHandler handler = error -> {};
    ThreadFactory threads = task -> new Thread(task, "mine");
    JournalConfig config =
        TestConfigs.unusual().clock(clock).errorHandler(handler).threadFactory(threads).build();

    TestConfigs.assertUnusual(config);
    assertThat(config.clock()).isSameAs(clock);
    assertThat(config.errorHandler()).isSameAs(handler);
    assertThat(config.threadFactory()).isSameAs(threads);
    assertThat(config.newThread("writer", () -> {}).getName()).isEqualTo("mine");
  }

  @Test
  void shouldNotFollowABuilderThatChangesAfterwards() {
    JournalConfigBuilder builder = JournalConfig.builder(DIRECTORY);
    JournalConfig config = builder.batchSize(7).build();
    builder.batchSize(8);
    assertThat(config.batchSize()).isEqualTo(7);
  }

  @Test
  void shouldRoundTheRingUpToAPowerOfTwo() {
    assertThat(JournalConfig.builder(DIRECTORY).ringSize(64).batchSize(1).build().ringCapacity())
        .isEqualTo(64);
    assertThat(JournalConfig.builder(DIRECTORY).ringSize(65).build().ringCapacity()).isEqualTo(128);
    assertThat(
            JournalConfig.builder(DIRECTORY)
                .ringSize((1 << 21) + 1)
                .slotBytes(256)
                .maxMemoryBytes(8L << 30)
                .build()
                .ringCapacity())
        .isEqualTo(4_194_304);
  }

  @Test
  void shouldRefuseARingThatNoBufferHolds() {
    assertThatThrownBy(
            () ->
                JournalConfig.builder(DIRECTORY)
                    .ringSize(1 << 21)
                    .slotBytes(1024)
                    .maxMemoryBytes(8L << 30)
                    .build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("semj.ring.size")
        .hasMessageContaining("at most 1048576 slots of this size");
  }

  @Test
  void shouldRoundTheSegmentSizeUpToWholePages() {
    assertThat(
            JournalConfig.builder(DIRECTORY)
                .maxSegmentBytes((1 << 20) + 1)
                .build()
                .maxSegmentBytes())
        .isEqualTo((1 << 20) + 4_096);
  }

  @Test
  void shouldNameThreadsOfAJournalInTheRootDirectory() {
    assertThat(JournalConfig.builder(Path.of("/")).build().newThread("writer", () -> {}).getName())
        .isEqualTo("semj-writer-root");
  }

  @Test
  void shouldPrintWhatIsInForce() {
    assertThat(defaults.toString())
        .isEqualTo(
            """
            semj.directory=/data/orders
            semj.segment.max.bytes=1GiB
            semj.ring.size=10000
            semj.ring.slot.bytes=1KiB
            semj.batch.size=100
            semj.flush.interval=10ms
            semj.checkpoint.interval=1m
            semj.checkpoint.kept=3
            semj.compression=lz4
            semj.compression.threshold=1KiB
            semj.chain=sha256
            semj.kernel.compatibility=true
            semj.recovery=true
            semj.memory.max.bytes=512MiB
            semj.retention.count=0
            semj.retention.age=0
            semj.retention.bytes=0
            semj.retention.keep.free.bytes=64MiB
            semj.sync.policy=interval
            semj.overflow.policy=block
            semj.overflow.timeout=30s
            semj.wait.strategy=sleeping
            semj.producer=multi
            semj.ring.placement=auto
            semj.ring.directory=
            semj.segment.io=mapped
            semj.retry.max=3
            semj.retry.delay=10ms
            semj.retry.factor=2.0
            semj.retry.max.delay=1s
            semj.breaker.threshold=5
            semj.breaker.reset=30s
            semj.close.timeout=30s
            # ring capacity 16384, clock system, threads daemon threads, errors logged""");
  }
}
