package io.semj.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.semj.error.ConfigurationException;
import io.semj.error.ErrorCategory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JournalConfigValidationTest {
  private static final Duration TOO_LONG = Duration.ofDays(36_501);

  private static Arguments refused(
      String key, String rule, UnaryOperator<JournalConfigBuilder> change) {
    return Arguments.of(key, rule, change);
  }

  static Stream<Arguments> badSettings() {
    return Stream.of(
        refused(
            "semj.segment.max.bytes",
            "expected=1MiB..1TiB, actual=1048575",
            b -> b.maxSegmentBytes((1 << 20) - 1)),
        refused(
            "semj.segment.max.bytes",
            "expected=1MiB..1TiB, actual=1099511627777",
            b -> b.maxSegmentBytes((1L << 40) + 1)),
        refused("semj.ring.size", "expected=64..16777216, actual=63", b -> b.ringSize(63)),
        refused(
            "semj.ring.size",
            "expected=64..16777216, actual=16777217",
            b -> b.ringSize((1 << 24) + 1)),
        refused(
            "semj.ring.slot.bytes",
            "expected=a power of two from 256 to 64KiB, actual=255",
            b -> b.slotBytes(255)),
        refused(
            "semj.ring.slot.bytes",
            "expected=a power of two from 256 to 64KiB, actual=1000",
            b -> b.slotBytes(1_000)),
        refused(
            "semj.ring.slot.bytes",
            "expected=a power of two from 256 to 64KiB, actual=131072",
            b -> b.slotBytes(1 << 17)),
        refused("semj.batch.size", "expected=1..16384, actual=0", b -> b.batchSize(0)),
        refused(
            "semj.batch.size", "expected=1..128, actual=129", b -> b.ringSize(65).batchSize(129)),
        refused(
            "semj.memory.max.bytes",
            "expected=at least 37MiB for a ring of 16384 slots of 1024 bytes, actual=38797311",
            b -> b.maxMemoryBytes((37 << 20) - 1)),
        refused(
            "semj.compression.threshold",
            "expected=at least 0, actual=-1",
            b -> b.compressionThreshold(-1)),
        refused(
            "semj.flush.interval",
            "expected=above 0 and at most 1h, actual=0",
            b -> b.flushInterval(Duration.ZERO)),
        refused(
            "semj.flush.interval",
            "expected=above 0 and at most 1h, actual=3600001ms",
            b -> b.flushInterval(Duration.ofMillis(3_600_001))),
        refused(
            "semj.checkpoint.interval",
            "expected=0 to 36500d, actual=PT-1S",
            b -> b.checkpointInterval(Duration.ofSeconds(-1))),
        refused("semj.checkpoint.kept", "expected=1..1000, actual=0", b -> b.checkpointsKept(0)),
        refused(
            "semj.overflow.timeout",
            "expected=above 0 and at most 36500d, actual=0",
            b -> b.overflowTimeout(Duration.ZERO)),
        refused(
            "semj.overflow.timeout",
            "expected=above 0 and at most 36500d, actual=PT876024H",
            b -> b.overflowTimeout(TOO_LONG)),
        refused(
            "semj.close.timeout",
            "expected=above 0 and at most 36500d, actual=0",
            b -> b.closeTimeout(Duration.ZERO)),
        refused(
            "semj.retention.count",
            "expected=at least 0, actual=-1",
            b -> b.retention(RetentionPolicy.keepAll().withMaxSegments(-1))),
        refused(
            "semj.retention.age",
            "expected=0 to 36500d, actual=PT-0.001S",
            b -> b.retention(RetentionPolicy.keepAll().withMaxAge(Duration.ofMillis(-1)))),
        refused(
            "semj.retention.bytes",
            "expected=at least 0, actual=-2",
            b -> b.retention(RetentionPolicy.keepAll().withMaxBytes(-2))),
        refused(
            "semj.retention.keep.free.bytes",
            "expected=at least 0, actual=-3",
            b -> b.retention(RetentionPolicy.keepAll().withKeepFreeBytes(-3))));
  }

  private static UnaryOperator<JournalConfigBuilder> retries(
      int retries, Duration first, double factor, Duration longest) {
    return b -> b.retry(RetryPolicy.standard().withRetries(retries, first, factor, longest));
  }

  static Stream<Arguments> badRetries() {
    Duration second = Duration.ofSeconds(1);
    return Stream.of(
        refused("semj.retry.max", "expected=0..100, actual=-1", retries(-1, second, 2, second)),
        refused("semj.retry.max", "expected=0..100, actual=101", retries(101, second, 2, second)),
        refused(
            "semj.retry.delay",
            "expected=0 to 36500d, actual=PT-1S",
            retries(1, second.negated(), 2, second)),
        refused(
            "semj.retry.factor",
            "expected=1.0..100.0, actual=0.99",
            retries(1, second, 0.99, second)),
        refused(
            "semj.retry.factor",
            "expected=1.0..100.0, actual=NaN",
            retries(1, second, Double.NaN, second)),
        refused(
            "semj.retry.max.delay",
            "expected=0 to 36500d, actual=PT876024H",
            retries(1, second, 2, TOO_LONG)),
        refused(
            "semj.retry.max.delay",
            "expected=not below semj.retry.delay=1s, actual=999ms",
            retries(1, second, 2, Duration.ofMillis(999))),
        refused(
            "semj.breaker.threshold",
            "expected=at least 1, actual=0",
            b -> b.retry(RetryPolicy.standard().withBreaker(0, second))),
        refused(
            "semj.breaker.reset",
            "expected=above 0 and at most 36500d, actual=0",
            b -> b.retry(RetryPolicy.standard().withBreaker(1, Duration.ZERO))));
  }

  static Stream<Arguments> missingSettings() {
    String rule = "expected=a value, actual=none";
    return Stream.of(
        refused("semj.flush.interval", rule, b -> b.flushInterval(null)),
        refused("semj.checkpoint.interval", rule, b -> b.checkpointInterval(null)),
        refused("semj.compression", rule, b -> b.compression(null)),
        refused("semj.retention", rule, b -> b.retention(null)),
        refused(
            "semj.retention.age",
            rule,
            b -> b.retention(RetentionPolicy.keepAll().withMaxAge(null))),
        refused("semj.sync.policy", rule, b -> b.syncPolicy(null)),
        refused("semj.overflow.policy", rule, b -> b.overflowPolicy(null)),
        refused("semj.overflow.timeout", rule, b -> b.overflowTimeout(null)),
        refused("semj.wait.strategy", rule, b -> b.waitStrategy(null)),
        refused("semj.producer", rule, b -> b.producerMode(null)),
        refused("semj.segment.io", rule, b -> b.segmentIo(null)),
        refused("semj.retry", rule, b -> b.retry(null)),
        refused("semj.retry.delay", rule, retries(1, null, 2, Duration.ZERO)),
        refused("semj.retry.max.delay", rule, retries(1, Duration.ZERO, 2, null)),
        refused(
            "semj.breaker.reset", rule, b -> b.retry(RetryPolicy.standard().withBreaker(1, null))),
        refused("semj.close.timeout", rule, b -> b.closeTimeout(null)),
        refused("semj.clock", rule, b -> b.clock(null)),
        refused("semj.thread.factory", rule, b -> b.threadFactory(null)),
        refused("semj.error.handler", rule, b -> b.errorHandler(null)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource({"badSettings", "badRetries", "missingSettings"})
  void shouldRefuseASettingByNameRuleAndValue(
      String key, String rule, UnaryOperator<JournalConfigBuilder> change) {
    JournalConfigBuilder builder = JournalConfig.builder(Path.of("/data"));
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> change.apply(builder).build())
        .withMessage("invalid setting: name=" + key + ", " + rule)
        .satisfies(error -> assertThat(error.setting()).isEqualTo(key))
        .satisfies(error -> assertThat(error.category()).isEqualTo(ErrorCategory.CONFIGURATION));
  }

  @Test
  void shouldRefuseAMissingDirectory() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> JournalConfig.builder(null).build())
        .withMessage("invalid setting: name=semj.directory, expected=a value, actual=none");
  }

  @Test
  void shouldTakeEveryRangeAtItsEnds() {
    assertThatCode(
            () -> {
              JournalConfigBuilder builder = JournalConfig.builder(Path.of("/data"));
              builder.maxSegmentBytes(1 << 20).ringSize(64).slotBytes(256).batchSize(64);
              builder.maxMemoryBytes((16 << 20) + 64 * 256).compressionThreshold(0);
              builder.flushInterval(Duration.ofNanos(1)).build();
              builder.maxSegmentBytes(1L << 40).slotBytes(64 << 10).maxMemoryBytes(Long.MAX_VALUE);
              builder.flushInterval(Duration.ofHours(1)).batchSize(1);
              builder.overflowTimeout(Duration.ofDays(36_500));
              builder.retry(
                  new RetryPolicy(0, Duration.ZERO, 1, Duration.ZERO, 1, TOO_LONG.minusDays(1)));
              builder.build();
            })
        .doesNotThrowAnyException();
  }

  @Test
  void shouldRefuseAThreadFactoryThatMakesNone() {
    JournalConfig config =
        JournalConfig.builder(Path.of("/data")).threadFactory(task -> null).build();
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> config.newThread("writer", () -> {}))
        .withMessage("invalid setting: name=semj.thread.factory, expected=a thread, actual=none");
  }
}
