package io.semj.recovery.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.recovery.IntegrityReport;
import io.semj.recovery.IntegrityVerifier;
import java.nio.file.Path;
import java.time.Duration;

/** Opens a journal on a disk that is sound by now, and looks at what is left. */
final class Reopening {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private Reopening() {}

  /** That it opens, is sound, and has kept what it promised; goes on from there. */
  static void check(SimulatedFileSystem system, Dice dice, Promises promises) {
    JournalLife mending = new JournalLife(system, dice, new Promises(), PATIENCE);
    assertThat(mending.live(0)).as("opened: %s", mending.failure()).isTrue();
    Path directory = system.getPath(JournalLife.DIRECTORY);
    promises.endAt(promises.assertKeptBy(directory));
    IntegrityReport report = new IntegrityVerifier(directory).verify();
    assertThat(report.isSound()).as("sound: %s", report).isTrue();
  }

  /** The same on a disk that holds an image. */
  static DiskImage check(DiskImage disk, Dice dice, Promises promises) {
    SimulatedFileSystem system =
        SimulatedFileSystem.of(disk, FaultPlan.none(), new Dice(dice.seed()));
    check(system, dice, promises);
    return system.disk().asSeen();
  }
}
