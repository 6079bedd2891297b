package io.semj.recovery.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.JournalReader;
import io.semj.error.JournalException;
import io.semj.event.SemanticEvent;
import io.semj.recovery.IntegrityReport;
import io.semj.recovery.IntegrityVerifier;
import io.semj.recovery.JournalRecovery;
import io.semj.recovery.strategy.RecoveryRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Recoveries that lose power or fail at each of their operations, and are taken up again. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RecoverySimulationTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int EMISSIONS = 25;
  private static final int HEAD = 512;

  /** A journal that was closed, and what is in it. */
  private record Closed(DiskImage disk, Promises promises, Dice dice) {
    static Closed of(long seed) {
      Dice dice = new Dice(seed);
      Promises promises = new Promises();
      SimulatedFileSystem system =
          SimulatedFileSystem.of(DiskImage.empty(), FaultPlan.none(), new Dice(dice.seed()));
      assertThat(new JournalLife(system, dice, promises, PATIENCE).live(EMISSIONS)).isTrue();
      return new Closed(system.disk().asSeen(), promises, dice);
    }

    /** The same with a byte changed behind the head of its first segment. */
    Closed damaged() {
      String name = JournalLife.DIRECTORY + "/00000000000000000001.semj";
      byte[] bytes = disk.files().get(name).orElseThrow().bytes();
      bytes[HEAD + dice.below(bytes.length - HEAD)] ^= 0x10;
      return new Closed(disk.with(name, bytes), promises, dice);
    }

    /** How many events a cut leaves: groups stay whole, so it may be fewer than were asked for. */
    int leftBy(RecoveryRequest cut) {
      Path directory = on(disk, FaultPlan.none()).getPath(JournalLife.DIRECTORY);
      return (int) (promises.last() - JournalRecovery.of(directory).plan(cut).eventsCut());
    }

    SimulatedFileSystem on(DiskImage image, FaultPlan plan) {
      return SimulatedFileSystem.of(image, plan, new Dice(dice.seed()));
    }
  }

  /** Whether it came through. */
  private static boolean recover(SimulatedFileSystem system, RecoveryRequest request) {
    try {
      Path directory = system.getPath(JournalLife.DIRECTORY);
      assertThat(JournalRecovery.of(directory).recover(request)).isNotNull();
      return true;
    } catch (JournalException broken) {
      return false;
    }
  }

  /** Breaks it at each operation in turn, finishes it, and gives what is there then. */
  private static Set<Set<Long>> outcomes(
      Closed closed, RecoveryRequest request, LongFunction<FaultPlan> plans) {
    Set<Set<Long>> outcomes = new HashSet<>();
    boolean through = false;
    for (long n = 1; !through; n++) {
      SimulatedFileSystem broken = closed.on(closed.disk(), plans.apply(n));
      through = recover(broken, request);
      SimulatedFileSystem again = broken;
      broken.disk().heal();
      if (broken.disk().isDead() || closed.dice().chance(0.5)) {
        again = closed.on(broken.disk().afterPowerCut(closed.dice()), FaultPlan.none());
      }
      assertThat(through || recover(again, request)).as("finished, broken at " + n).isTrue();
      outcomes.add(open(again, closed));
    }
    return outcomes;
  }

  /** The events of the journal once it was opened, each of which is one that was emitted. */
  private static Set<Long> open(SimulatedFileSystem system, Closed closed) {
    JournalLife opening = new JournalLife(system, closed.dice(), new Promises(), PATIENCE);
    assertThat(opening.live(0)).as("opened: %s", opening.failure()).isTrue();
    Path directory = system.getPath(JournalLife.DIRECTORY);
    IntegrityReport report = new IntegrityVerifier(directory).verify();
    assertThat(report.isSound()).as("sound: %s", report).isTrue();
    Map<Long, Long> numbers = closed.promises().numbers();
    Set<Long> found = new TreeSet<>();
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      for (SemanticEvent event = reader.next(); event != null; event = reader.next()) {
        assertThat(numbers).containsKey(event.sequence());
        NumberedEvents.assertIs(numbers.get(event.sequence()), event);
        found.add(event.sequence());
      }
    }
    return found;
  }

  @Test
  void shouldCutToTheSameEventsWhereverThePowerWasCut() {
    Seeds.forEach(
        6,
        seed -> {
          Closed closed = Closed.of(seed);
          long kept = closed.dice().below((int) closed.promises().last() + 1);
          RecoveryRequest request = RecoveryRequest.partialThrough(kept);
          assertThat(outcomes(closed, request, FaultPlan::powerCutAt))
              .singleElement()
              .satisfies(left -> assertThat(left).hasSize(closed.leftBy(request)));
        });
  }

  @Test
  void shouldCutToTheSameEventsWhateverOperationFailed() {
    Seeds.forEach(
        4,
        seed -> {
          Closed closed = Closed.of(seed);
          long kept = closed.dice().below((int) closed.promises().last() + 1);
          RecoveryRequest request = RecoveryRequest.partialThrough(kept);
          assertThat(
                  outcomes(closed, request, n -> FaultPlan.once(Fault.IO_ERROR, n, Operation.ALL)))
              .singleElement()
              .satisfies(left -> assertThat(left).hasSize(closed.leftBy(request)));
        });
  }

  @Test
  void shouldSalvageTheSameEventsWhereverThePowerWasCut() {
    Seeds.forEach(
        6,
        seed -> {
          Closed closed = Closed.of(seed).damaged();
          SimulatedFileSystem whole = closed.on(closed.disk(), FaultPlan.none());
          long lost =
              JournalRecovery.of(whole.getPath(JournalLife.DIRECTORY))
                  .recover(RecoveryRequest.emergency())
                  .lost()
                  .events();
          assertThat(outcomes(closed, RecoveryRequest.emergency(), FaultPlan::powerCutAt))
              .singleElement()
              .satisfies(left -> assertThat(left).hasSize((int) (closed.promises().last() - lost)));
        });
  }
}
