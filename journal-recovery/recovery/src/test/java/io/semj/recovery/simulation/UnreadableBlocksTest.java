package io.semj.recovery.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.recovery.IntegrityVerifier;
import io.semj.recovery.JournalRecovery;
import io.semj.recovery.facts.RecoveryFacts;
import io.semj.recovery.facts.SequenceRange;
import io.semj.recovery.strategy.FailureType;
import io.semj.recovery.strategy.Journals;
import io.semj.recovery.strategy.RecoveryPlan;
import io.semj.recovery.strategy.RecoveryReport;
import io.semj.recovery.strategy.RecoveryRequest;
import io.semj.recovery.strategy.RecoveryStrategy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journals on a device that does not give a page in the middle of a block. */
class UnreadableBlocksTest {
  private static final String DIRECTORY = "/journal";
  private static final int EVENTS = 6_000;
  private static final int PAGE = 4_096;

  @TempDir private Path temp;
  private Path directory;
  private SimulatedFileSystem system;
  private Path hurt;
  private long[] lost;

  @BeforeEach
  void write() {
    directory = temp.resolve("journal");
    Journals.write(directory, EVENTS);
    hurt = Journals.filledSegments(directory).get(0);
    lost = Journals.sequences(hurt, 3);
  }

  private Path load() {
    Map<String, Optional<FileImage>> files = new TreeMap<>(DiskImage.empty().files());
    files.put(DIRECTORY, Optional.empty());
    for (Path file : Journals.segments(directory)) {
      files.put(
          DIRECTORY + "/" + file.getFileName(), Optional.of(FileImage.of(Journals.bytes(file))));
    }
    system = SimulatedFileSystem.of(new DiskImage(files), FaultPlan.none(), new Dice(1));
    return system.getPath(DIRECTORY);
  }

  private void spoilBlock(int block) {
    long from = Journals.blocks(hurt).get(block) + 200L;
    assertThat(Journals.blocks(hurt).get(block + 1)).isGreaterThan((int) from + 8);
    system.disk().spoil(DIRECTORY + "/" + hurt.getFileName(), from, from + 8);
  }

  @Test
  void shouldNameTheDeviceAndKeepWhatItGives() {
    Path journal = load();
    spoilBlock(3);
    RecoveryPlan plan = JournalRecovery.of(journal).plan(RecoveryRequest.automatic());
    assertThat(plan.failure()).contains(FailureType.STORAGE_FAILURE);
    assertThat(plan.strategy()).isEqualTo(RecoveryStrategy.EMERGENCY);
    // A device gives whole sectors or none: of small blocks those beside it are lost too.
    assertThat(plan.lost().ranges())
        .anyMatch(range -> range.first() <= lost[0] && range.last() >= lost[1]);

    RecoveryReport report = JournalRecovery.of(journal).recover(RecoveryRequest.automatic());
    List<Long> left = Journals.range(1, EVENTS);
    for (SequenceRange range : report.lost().ranges()) {
      left = Journals.without(left, range.first(), range.last());
    }
    assertThat(Journals.read(journal)).isEqualTo(left);
    assertThat(report.lost().events()).isLessThan(PAGE);
    assertThat(new IntegrityVerifier(journal).verify().problems()).isEmpty();
    assertThat(report.quarantined()).hasSize(1);
  }

  @Test
  void shouldNameTheDeviceWhenItDoesNotGiveTheTailOfASegmentThatWasNotClosed() {
    Path image = temp.resolve("image");
    Journals.crash(temp.resolve("running"), image, EVENTS);
    directory = image;
    List<Path> filled = Journals.filledSegments(image);
    hurt = filled.get(filled.size() - 1);
    Path journal = load();
    spoilBlock(Journals.blocks(hurt).size() - 2);
    RecoveryFacts facts = JournalRecovery.of(journal).inspect();
    assertThat(facts.own().stream().anyMatch(s -> s.damage().unreadable())).isTrue();
    assertThat(JournalRecovery.of(journal).plan(RecoveryRequest.automatic()).failure())
        .contains(FailureType.STORAGE_FAILURE);
  }
}
