package io.semj.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.RetentionPolicy;
import io.semj.core.engine.Retention.Facts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final long DAY = Duration.ofDays(1).toNanos();
  private static final long NOW = 1_000 * DAY;
  private static final long PLENTY = 1L << 50;
  private static final RetentionPolicy ALL = RetentionPolicy.keepAll();

  /** Five of 100 bytes; the oldest is five days old, the newest one. */
  private final List<ClosedSegment> segments =
      IntStream.range(0, 5)
          .mapToObj(
              i ->
                  new ClosedSegment(
                      Path.of("segment" + i), i * 10 + 1, i * 10 + 10, 100, NOW - (5 - i) * DAY))
          .toList();

  private int gone(RetentionPolicy policy, long liveBytes, long usable) {
    List<ClosedSegment> plan = Retention.plan(segments, policy, new Facts(NOW, liveBytes, usable));
    assertThat(plan).isEqualTo(segments.subList(0, plan.size()));
    return plan.size();
  }

  @Test
  void shouldKeepEverythingWithoutLimitsHoweverLittleSpaceThereIs() {
    assertThat(gone(ALL, 100, PLENTY)).isZero();
    assertThat(gone(ALL, 100, 0)).isZero();
  }

  @Test
  void shouldCountTheLiveSegmentAsOne() {
    assertThat(gone(ALL.withMaxSegments(6), 0, PLENTY)).isZero();
    assertThat(gone(ALL.withMaxSegments(5), 0, PLENTY)).isEqualTo(1);
    assertThat(gone(ALL.withMaxSegments(1), 0, PLENTY)).isEqualTo(5);
  }

  @Test
  void shouldKeepTheBytesUnderTheLimitIncludingTheLiveOnes() {
    assertThat(gone(ALL.withMaxBytes(600), 100, PLENTY)).isZero();
    assertThat(gone(ALL.withMaxBytes(599), 100, PLENTY)).isEqualTo(1);
    assertThat(gone(ALL.withMaxBytes(350), 100, PLENTY)).isEqualTo(3);
    assertThat(gone(ALL.withMaxBytes(1), 100, PLENTY)).isEqualTo(5);
  }

  @Test
  void shouldLetGoWhatIsOlderThanTheAge() {
    assertThat(gone(ALL.withMaxAge(Duration.ofDays(5)), 0, PLENTY)).isZero();
    assertThat(gone(ALL.withMaxAge(Duration.ofDays(4)), 0, PLENTY)).isEqualTo(1);
    assertThat(gone(ALL.withMaxAge(Duration.ofHours(36)), 0, PLENTY)).isEqualTo(4);
    assertThat(gone(ALL.withMaxAge(Duration.ofHours(1)), 0, PLENTY)).isEqualTo(5);
  }

  @Test
  void shouldMakeRoomOnlyWhereThePolicyBoundsTheJournalAnyway() {
    RetentionPolicy bounded = ALL.withMaxSegments(100).withKeepFreeBytes(1_000);
    assertThat(gone(bounded, 0, 1_000)).isZero();
    assertThat(gone(bounded, 0, 999)).isEqualTo(1);
    assertThat(gone(bounded, 0, 750)).isEqualTo(3);
    assertThat(gone(bounded, 0, 0)).isEqualTo(5);
    assertThat(gone(ALL.withKeepFreeBytes(1_000), 0, 0)).isZero();
  }

  @Test
  void shouldSkipNoneForAYoungerOneThatIsTooOld() {
    // Event times need not grow: an imported event may be very old.
    List<ClosedSegment> mixed =
        Stream.of(NOW, NOW - 100 * DAY)
            .map(time -> new ClosedSegment(Path.of("s"), 1, 1, 100, time))
            .toList();
    assertThat(Retention.plan(mixed, ALL.withMaxAge(Duration.ofDays(1)), new Facts(NOW, 0, PLENTY)))
        .isEmpty();
  }
}
