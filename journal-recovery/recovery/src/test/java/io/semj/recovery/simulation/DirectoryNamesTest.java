package io.semj.recovery.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The names of the directories that a journal lies in. */
class DirectoryNamesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int FORCE_OF_ROOT = 2;

  private static void assertKeptThroughPowerCuts(SimulatedFileSystem system) {
    Promises promises = new Promises();
    assertThat(new JournalLife(system, new Dice(1), promises, PATIENCE).live(5)).isTrue();
    for (int seed = 0; seed < 50; seed++) {
      assertThat(system.disk().afterPowerCut(new Dice(seed)).files())
          .containsKey("/data/journal/00000000000000000001.semj");
    }
  }

  @Test
  void shouldBeForcedBeforeAnEventIsAcknowledgedWhereSomebodyElseMadeTheDirectories()
      throws IOException {
    SimulatedFileSystem system =
        SimulatedFileSystem.of(DiskImage.empty(), FaultPlan.none(), new Dice(1));
    Files.createDirectories(system.getPath(JournalLife.DIRECTORY));
    assertKeptThroughPowerCuts(system);
  }

  @Test
  void shouldBeForcedByTheOpeningThatFollowsOneWhoseForceFailed() {
    FaultPlan plan = FaultPlan.once(Fault.IO_ERROR, FORCE_OF_ROOT, Operation.CHANGES);
    SimulatedFileSystem system = SimulatedFileSystem.of(DiskImage.empty(), plan, new Dice(1));
    JournalLife failing = new JournalLife(system, new Dice(1), new Promises(), PATIENCE);
    assertThat(failing.live(1)).isFalse();
    assertThat(failing.failure()).hasMessageContaining("create directory");
    assertKeptThroughPowerCuts(system);
  }
}
