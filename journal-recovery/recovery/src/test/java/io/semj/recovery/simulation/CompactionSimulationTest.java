package io.semj.recovery.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.JournalReader;
import io.semj.error.JournalException;
import io.semj.event.SemanticEvent;
import io.semj.recovery.IntegrityReport;
import io.semj.recovery.IntegrityVerifier;
import io.semj.recovery.upkeep.Compaction;
import io.semj.recovery.upkeep.Compactor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Compactions that lose power at each of their operations, and are done again. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class CompactionSimulationTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Compaction EVEN =
      Compaction.keep(event -> event.userspaceSequence() % 2 == 0);

  /** A journal of several segments, since each opening begins one. */
  private static DiskImage journal(Dice dice, Promises promises) {
    SimulatedFileSystem system =
        SimulatedFileSystem.of(DiskImage.empty(), FaultPlan.none(), new Dice(dice.seed()));
    for (int life = 0; life < 3; life++) {
      assertThat(new JournalLife(system, dice, promises, PATIENCE).live(8)).isTrue();
    }
    return system.disk().asSeen();
  }

  private static boolean compact(SimulatedFileSystem system) {
    try {
      assertThat(new Compactor(system.getPath(JournalLife.DIRECTORY), EVEN).run()).isNotNull();
      return true;
    } catch (JournalException broken) {
      return false;
    }
  }

  /** The sequences that are there, in a sound journal, each with what was emitted under it. */
  private static Set<Long> events(SimulatedFileSystem system, Map<Long, Long> emitted) {
    Path directory = system.getPath(JournalLife.DIRECTORY);
    IntegrityReport report = new IntegrityVerifier(directory).verify();
    assertThat(report.isSound()).as("sound: %s", report).isTrue();
    Set<Long> found = new TreeSet<>();
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      for (SemanticEvent event = reader.next(); event != null; event = reader.next()) {
        NumberedEvents.assertIs(emitted.get(event.sequence()), event);
        found.add(event.sequence());
      }
    }
    return found;
  }

  @Test
  void shouldLoseNothingThatWasToBeKeptWhereverThePowerWasCut() {
    Seeds.forEach(8, CompactionSimulationTest::run);
  }

  private static void run(long seed) {
    Dice dice = new Dice(seed);
    Promises promises = new Promises();
    DiskImage journal = journal(dice, promises);
    Map<Long, Long> emitted = promises.numbers();
    SimulatedFileSystem whole = SimulatedFileSystem.of(journal, FaultPlan.none(), dice);
    assertThat(compact(whole)).isTrue();
    Set<Long> wanted = events(whole, emitted);
    boolean through = false;
    for (long n = 1; !through; n++) {
      SimulatedFileSystem cut = SimulatedFileSystem.of(journal, FaultPlan.powerCutAt(n), dice);
      through = compact(cut);
      SimulatedFileSystem left =
          SimulatedFileSystem.of(cut.disk().afterPowerCut(dice), FaultPlan.none(), dice);
      assertThat(events(left, emitted)).containsAll(wanted);
      assertThat(compact(left)).isTrue();
      assertThat(events(left, emitted)).isEqualTo(wanted);
    }
  }
}
