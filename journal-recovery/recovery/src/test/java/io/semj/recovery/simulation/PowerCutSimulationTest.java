package io.semj.recovery.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A journal that loses power again and again, in the midst of work and of mending, on a disk that
 * keeps whatever it likes of what was not forced.
 */
class PowerCutSimulationTest {
  private static final int LONGEST_LIFE = 40;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void shouldKeepWhatWasAcknowledgedHoweverOftenThePowerGoes() {
    Seeds.forEach(300, PowerCutSimulationTest::run);
  }

  private static void run(long seed) {
    Dice dice = new Dice(seed);
    Promises promises = new Promises();
    DiskImage disk = DiskImage.empty();
    int lives = 1 + dice.below(4);
    for (int life = 0; life < lives; life++) {
      disk = liveUntilPowerCut(disk, dice, promises, dice.below(LONGEST_LIFE), 60);
      disk = mendThroughPowerCuts(disk, dice, promises);
    }
  }

  private static DiskImage liveUntilPowerCut(
      DiskImage disk, Dice dice, Promises promises, int emissions, int mostOperations) {
    FaultPlan plan = FaultPlan.powerCutAt(1 + dice.below(mostOperations));
    SimulatedFileSystem system = SimulatedFileSystem.of(disk, plan, new Dice(dice.seed()));
    JournalLife life = new JournalLife(system, dice, promises, PATIENCE);
    boolean closed = life.live(emissions);
    assertThat(closed || system.disk().isDead())
        .as("ended for another reason: %s", life.failure())
        .isTrue();
    return system.disk().afterPowerCut(new Dice(dice.seed()));
  }

  /** Opens it until that works without a power cut in between. */
  private static DiskImage mendThroughPowerCuts(DiskImage before, Dice dice, Promises promises) {
    DiskImage disk = before;
    for (int attempt = dice.below(4); attempt > 0; attempt--) {
      disk = liveUntilPowerCut(disk, dice, new Promises(), 0, 15);
    }
    return Reopening.check(disk, dice, promises);
  }
}
