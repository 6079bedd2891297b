package io.semj.recovery.simulation;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A journal whose disk fails at one operation, once or for ever. It may fail then, with a typed
 * exception and no thread left behind; what it acknowledged stays, whether the process ends there
 * and the journal is opened again in the same system, or the power goes too.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FailingDiskSimulationTest {
  private static final int EMISSIONS = 30;
  private static final int OPERATIONS = 80;
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(30);

  private static int operation(long seed) {
    return 1 + (int) (seed % OPERATIONS);
  }

  /** Fails, is opened again in the same system, goes on, loses power, is opened again. */
  private static void run(long seed, FaultPlan plan, Duration patience) {
    Dice dice = new Dice(seed);
    Promises promises = new Promises();
    SimulatedFileSystem system =
        SimulatedFileSystem.of(DiskImage.empty(), plan, new Dice(dice.seed()));
    new JournalLife(system, dice, promises, patience).live(EMISSIONS);
    if (dice.chance(0.3)) {
      Reopening.check(system.disk().afterPowerCut(dice), dice, promises);
      return;
    }
    system.disk().heal();
    Reopening.check(system, dice, promises);
    new JournalLife(system, dice, promises, LONG).live(dice.below(EMISSIONS));
    Reopening.check(system.disk().afterPowerCut(dice), dice, promises);
  }

  @Test
  void shouldKeepWhatWasAcknowledgedWhenOneOperationFails() {
    Seeds.forEach(
        100,
        seed ->
            run(seed, FaultPlan.once(Fault.IO_ERROR, operation(seed), Operation.CHANGES), LONG));
  }

  @Test
  void shouldKeepWhatWasAcknowledgedWhenAllOperationsFailFromOneOn() {
    Seeds.forEach(
        100,
        seed -> run(seed, FaultPlan.forEver(Fault.IO_ERROR, operation(seed), Operation.ALL), LONG));
  }

  @Test
  void shouldNotBelieveTheForceThatFollowsOneThatFailed() {
    Seeds.forEach(
        100,
        seed -> run(seed, FaultPlan.once(Fault.IO_ERROR, 1 + seed % 20, Operation.FORCES), LONG));
  }

  @Test
  void shouldFinishWritesThatDoOnlyAPart() {
    Seeds.forEach(
        80,
        seed ->
            run(
                seed,
                FaultPlan.forEver(
                    Fault.SHORT, operation(seed), Set.of(Operation.WRITE, Operation.READ)),
                LONG));
  }

  @Test
  void shouldKeepWhatWasAcknowledgedOnADiskThatIsFullForAMoment() {
    Seeds.forEach(
        12,
        seed -> run(seed, FaultPlan.once(Fault.NO_SPACE, operation(seed), Operation.GROWTH), LONG));
  }

  @Test
  void shouldKeepWhatWasAcknowledgedOnADiskThatStaysFull() {
    Seeds.forEach(
        12,
        seed ->
            run(seed, FaultPlan.forEver(Fault.NO_SPACE, operation(seed), Operation.GROWTH), SHORT));
  }
}
