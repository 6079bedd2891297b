package io.semj.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SystemJournalClockTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MILLISECOND = 1_000_000L;
  private static final long START = 1_700_000_000L * SECOND;

  private long ticks = 5_000;
  private long wall = START;
  private final SystemJournalClock clock = new SystemJournalClock(() -> ticks, () -> wall);

  private void pass(long nanos) {
    ticks += nanos;
    wall += nanos;
  }

  @Test
  void shouldTellTheTimeOfTheWallClock() {
    assertThat(clock.epochNanos()).isEqualTo(START);
    pass(123_456_789);
    assertThat(clock.epochNanos()).isEqualTo(START + 123_456_789);
  }

  @Test
  void shouldLeaveAloneADifferenceOfOneMillisecond() {
    pass(SECOND);
    wall += MILLISECOND;
    clock.adjust();
    assertThat(clock.epochNanos()).isEqualTo(wall - MILLISECOND);
    pass(SECOND);
    wall -= 2 * MILLISECOND;
    clock.adjust();
    assertThat(clock.epochNanos()).isEqualTo(wall + MILLISECOND);
  }

  @Test
  void shouldJumpForwardWhenTheWallClockIsAhead() {
    pass(SECOND);
    wall += 5 * SECOND;
    clock.adjust();
    assertThat(clock.epochNanos()).isEqualTo(wall);
  }

  @Test
  void shouldNotMeasureMoreThanOnceASecond() {
    wall += 5 * SECOND;
    pass(SECOND - 1);
    clock.adjust();
    assertThat(clock.epochNanos()).isEqualTo(wall - 5 * SECOND);
    pass(1);
    clock.adjust();
    assertThat(clock.epochNanos()).isEqualTo(wall);
  }

  @Test
  void shouldRunAtHalfSpeedUntilAWallClockThatIsBehindHasCaughtUp() {
    pass(SECOND);
    wall -= 3 * SECOND;
    long before = clock.epochNanos();
    clock.adjust();
    assertThat(clock.epochNanos()).isEqualTo(before);

    pass(SystemJournalClock.GRACE_NANOS);
    assertThat(clock.epochNanos()).isEqualTo(before + SystemJournalClock.GRACE_NANOS);
    pass(4 * SECOND);
    assertThat(clock.epochNanos())
        .isEqualTo(before + SystemJournalClock.GRACE_NANOS + 2 * SECOND)
        .isEqualTo(wall + SECOND);
    pass(2 * SECOND);
    assertThat(clock.epochNanos()).isEqualTo(wall);
    pass(10 * SECOND);
    assertThat(clock.epochNanos()).isEqualTo(wall);
  }

  @Test
  void shouldNeverGoBackwardsWhateverTheWallClockDoes() {
    long seed = 20_260_101L;
    Random random = new Random(seed);
    long last = clock.epochNanos();
    for (int i = 0; i < 100_000; i++) {
      pass(random.nextInt(400_000_000));
      if (random.nextInt(10) == 0) {
        wall += (random.nextInt(20) - 10) * SECOND / 3;
      }
      clock.adjust();
      long now = clock.epochNanos();
      assertThat(now).as("seed=%d, step=%d", seed, i).isGreaterThanOrEqualTo(last);
      last = now;
    }
  }

  @Test
  void shouldJumpForwardAlsoWhileItIsSlow() {
    pass(SECOND);
    wall -= 3 * SECOND;
    clock.adjust();
    pass(SECOND);
    wall += 10 * SECOND;
    clock.adjust();
    assertThat(clock.epochNanos()).isEqualTo(wall);
  }

  @Test
  void shouldBeTheMachinesTimeByDefault() {
    Instant before = Instant.now().minusSeconds(1);
    SystemJournalClock.recalibrate();
    long now = JournalClock.system().epochNanos();
    Instant read = Instant.ofEpochSecond(now / SECOND, now % SECOND);
    assertThat(read).isBetween(before, Instant.now().plusSeconds(1));
  }
}
