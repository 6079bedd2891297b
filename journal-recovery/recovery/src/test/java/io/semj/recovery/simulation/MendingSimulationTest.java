package io.semj.recovery.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalMender;
import io.semj.error.JournalException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Mending what a power cut left, broken at each of its operations in turn until it comes through.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class MendingSimulationTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int LONGEST_LIFE = 30;

  /** A journal after a power cut. */
  private record Crashed(DiskImage disk, Promises promises, Dice dice) {
    static Crashed of(long seed) {
      Dice dice = new Dice(seed);
      Promises promises = new Promises();
      FaultPlan plan = FaultPlan.powerCutAt(14 + dice.below(60));
      SimulatedFileSystem system =
          SimulatedFileSystem.of(DiskImage.empty(), plan, new Dice(dice.seed()));
      new JournalLife(system, dice, promises, PATIENCE).live(LONGEST_LIFE);
      return new Crashed(system.disk().afterPowerCut(dice), promises, dice);
    }
  }

  /** Whether it came through. */
  private static boolean mend(SimulatedFileSystem system) {
    try {
      JournalDirectory directory = JournalDirectory.create(system.getPath(JournalLife.DIRECTORY));
      assertThat(JournalMender.mend(directory, true, 1).segments()).isNotNull();
      return true;
    } catch (JournalException broken) {
      return false;
    }
  }

  @Test
  void shouldComeThroughWhereverThePowerIsCut() {
    Seeds.forEach(
        20,
        seed -> {
          Crashed crashed = Crashed.of(seed);
          boolean mended = false;
          for (int n = 1; !mended; n++) {
            SimulatedFileSystem system =
                SimulatedFileSystem.of(
                    crashed.disk(), FaultPlan.powerCutAt(n), new Dice(crashed.dice().seed()));
            mended = mend(system);
            DiskImage left = system.disk().afterPowerCut(crashed.dice());
            Reopening.check(left, crashed.dice(), crashed.promises().copy());
          }
        });
  }

  @Test
  void shouldComeThroughAfterEachOperationFailed() {
    Seeds.forEach(
        20,
        seed -> {
          Crashed crashed = Crashed.of(seed);
          boolean mended = false;
          for (int n = 1; !mended; n++) {
            FaultPlan plan = FaultPlan.once(Fault.IO_ERROR, n, Operation.ALL);
            SimulatedFileSystem system =
                SimulatedFileSystem.of(crashed.disk(), plan, new Dice(crashed.dice().seed()));
            mended = mend(system);
            system.disk().heal();
            Promises promises = crashed.promises().copy();
            Reopening.check(system, crashed.dice(), promises);
            Reopening.check(system.disk().afterPowerCut(crashed.dice()), crashed.dice(), promises);
          }
        });
  }
}
