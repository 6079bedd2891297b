package io.semj.recovery.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.JournalConfig;
import io.semj.core.RingPlacement;
import io.semj.core.SegmentIo;
import io.semj.core.SemanticJournal;
import io.semj.error.JournalException;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.recovery.IntegrityVerifier;
import io.semj.recovery.JournalRecovery;
import io.semj.recovery.strategy.Journals;
import io.semj.recovery.strategy.RecoveryRequest;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recoveries during which the power goes or the disk fails, again and again, at any operation. */
class BrokenRecoverySimulationTest {
  private static final String DIRECTORY = "/journal";
  private static final int EVENTS = 4_500;
  private static final long CUT = 1_234;
  private static final int OPERATIONS = 400;

  @TempDir private static Path temp;
  private static DiskImage damaged;
  private static List<Long> left;

  @BeforeAll
  static void writeAJournalAndHurtIt() {
    Path directory = temp.resolve("journal");
    Journals.write(directory, EVENTS);
    List<Path> segments = Journals.filledSegments(directory);
    long[] lost = Journals.sequences(segments.get(1), 2);
    Journals.flip(segments.get(1), Journals.blocks(segments.get(1)).get(2) + 200);
    Journals.overwrite(segments.get(2), 0, new byte[512]);
    left = Journals.without(Journals.range(1, EVENTS), lost[0], lost[1]);
    Map<String, Optional<FileImage>> files = new TreeMap<>(DiskImage.empty().files());
    files.put(DIRECTORY, Optional.empty());
    for (Path file : Journals.segments(directory)) {
      files.put(
          DIRECTORY + "/" + file.getFileName(), Optional.of(FileImage.of(Journals.bytes(file))));
    }
    damaged = new DiskImage(files);
  }

  /** What the files hold, whatever their names. */
  private static Set<ByteBuffer> contents(DiskImage image) {
    return image.files().values().stream()
        .flatMap(Optional::stream)
        .map(file -> ByteBuffer.wrap(file.bytes()))
        .collect(Collectors.toSet());
  }

  /** A recovery, and what is there when it is done. */
  private record Case(RecoveryRequest request, List<Long> expected) {
    void recover(SimulatedFileSystem system) {
      JournalRecovery.of(system.getPath(DIRECTORY)).recover(request);
    }

    void tryToRecover(SimulatedFileSystem system) {
      try {
        recover(system);
      } catch (JournalException ended) {
        // What matters is what is found then.
      }
    }

    void check(SimulatedFileSystem system) {
      recover(system);
      Path directory = system.getPath(DIRECTORY);
      assertThat(Journals.read(directory)).isEqualTo(expected);
      assertThat(new IntegrityVerifier(directory).verify().problems()).isEmpty();
      assertThat(contents(system.disk().asSeen())).containsAll(contents(damaged));
      JournalConfig config =
          JournalConfig.builder(directory)
              .segmentIo(SegmentIo.CHANNEL)
              .ringPlacement(RingPlacement.PRIVATE)
              .build();
      try (SemanticJournal journal = SemanticJournal.open(config)) {
        EventBuilder next = new EventBuilder(EventType.GRAPH_NODE_CREATE);
        assertThat(journal.emitEvent(Journals.event(next, EVENTS + 1))).isEqualTo(EVENTS + 1);
      }
    }
  }

  private static Case caseOf(Dice dice) {
    return dice.below(2) == 0
        ? new Case(RecoveryRequest.emergency(), left)
        : new Case(RecoveryRequest.partialThrough(CUT), Journals.range(1, CUT));
  }

  private static void powerCuts(long seed) {
    Dice dice = new Dice(seed);
    Case recovery = caseOf(dice);
    DiskImage disk = damaged;
    for (int cut = 1 + dice.below(4); cut > 0; cut--) {
      FaultPlan plan = FaultPlan.powerCutAt(1 + dice.below(OPERATIONS));
      SimulatedFileSystem system = SimulatedFileSystem.of(disk, plan, new Dice(dice.seed()));
      recovery.tryToRecover(system);
      disk = system.disk().afterPowerCut(new Dice(dice.seed()));
    }
    recovery.check(SimulatedFileSystem.of(disk, FaultPlan.none(), new Dice(dice.seed())));
  }

  private static void failures(long seed, FaultPlan plan) {
    Dice dice = new Dice(seed);
    Case recovery = caseOf(dice);
    SimulatedFileSystem system = SimulatedFileSystem.of(damaged, plan, new Dice(dice.seed()));
    recovery.tryToRecover(system);
    system.disk().heal();
    DiskImage cut = system.disk().afterPowerCut(new Dice(dice.seed()));
    recovery.check(system);
    recovery.check(SimulatedFileSystem.of(cut, FaultPlan.none(), new Dice(dice.seed())));
  }

  @Test
  void shouldBeFinishedHoweverOftenThePowerGoes() {
    Seeds.forEach(60, BrokenRecoverySimulationTest::powerCuts);
  }

  @Test
  void shouldBeFinishedAfterAnOperationFailed() {
    Seeds.forEach(
        40, seed -> failures(seed, FaultPlan.once(Fault.IO_ERROR, 1 + seed, Operation.CHANGES)));
  }

  @Test
  void shouldBeFinishedOnceADiskThatIsFullHasRoom() {
    Seeds.forEach(
        40, seed -> failures(seed, FaultPlan.forEver(Fault.NO_SPACE, 1 + seed, Operation.GROWTH)));
  }
}
