package io.semj.recovery.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.JournalReader;
import io.semj.core.SemanticJournal;
import io.semj.core.storage.FileCopies;
import io.semj.error.ConfigurationException;
import io.semj.error.ConsistencyException;
import io.semj.error.CorruptionException;
import io.semj.event.SemanticEvent;
import io.semj.recovery.IntegrityReport;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiverTest {
  private static final int EVENTS = 8_000;

  @TempDir private Path temp;
  private Path directory;
  private Path archive;
  private List<SemanticEvent> events;

  @BeforeEach
  void writeAJournal() {
    directory = temp.resolve("journal");
    archive = temp.resolve("archive");
    UpkeepJournal.write(directory, EVENTS, 9, 11);
    events = UpkeepJournal.read(directory);
  }

  private void assertWhole() {
    ArchivedJournal both = new ArchivedJournal(directory, archive);
    assertThat(UpkeepJournal.read(both.reader(1))).isEqualTo(events);
    IntegrityReport report = both.verify();
    assertThat(report.problems()).isEmpty();
    assertThat(report.totals().events()).isEqualTo(EVENTS);
  }

  @Test
  void shouldMoveAllButTheNewestSegmentAndReadBothAsOne() {
    int before = UpkeepJournal.segments(directory).size();
    ArchiveReport report = new Archiver(directory).moveTo(archive);
    assertThat(report.segments()).hasSize(before - 1);
    assertThat(UpkeepJournal.segments(archive)).hasSize(before - 1);
    assertThat(UpkeepJournal.segments(directory)).hasSize(1);
    assertThat(report.events() + UpkeepJournal.read(directory).size()).isEqualTo(EVENTS);
    assertThat(report.toJson()).contains("\"last_sequence\":" + report.lastSequence());
    assertWhole();
    assertThat(new Archiver(directory).moveTo(archive).segments()).isEmpty();
  }

  @Test
  void shouldRefuseToArchiveAJournalIntoItself() throws IOException {
    Path link = Files.createSymbolicLink(temp.resolve("link"), directory);
    for (Path itself : List.of(directory, link, directory.resolve("../journal"))) {
      assertThatThrownBy(() -> new Archiver(directory).moveTo(itself))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("a journal cannot be archived into its own directory");
    }
    assertThat(UpkeepJournal.read(directory)).isEqualTo(events);
  }

  @Test
  void shouldMoveNoSegmentThatEndsBehindTheGivenSequence() {
    long third = UpkeepJournalHeads.first(UpkeepJournal.segments(directory).get(2));
    ArchiveReport report = new Archiver(directory).through(third).moveTo(archive);
    assertThat(report.segments()).hasSize(2);
    assertThat(report.lastSequence()).isEqualTo(third - 1);
    assertWhole();
  }

  @Test
  void shouldReadOnWhileSegmentsAreMovedUnderTheReader() {
    ArchivedJournal both = openBoth();
    List<SemanticEvent> read = new ArrayList<>();
    try (JournalReader reader = both.reader(1)) {
      for (int i = 0; i < 10; i++) {
        read.add(reader.next());
      }
      new Archiver(directory).moveTo(archive);
      for (SemanticEvent e = reader.next(); e != null; e = reader.next()) {
        read.add(e);
      }
    }
    assertThat(read).isEqualTo(events);
  }

  private ArchivedJournal openBoth() {
    try {
      Files.createDirectories(archive);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return new ArchivedJournal(directory, archive);
  }

  @Test
  void shouldGoOnWhereAnArchivingWasCutShort() throws IOException {
    Files.createDirectories(archive);
    Path first = UpkeepJournal.segments(directory).get(0);
    Path second = UpkeepJournal.segments(directory).get(1);
    FileCopies.copy(first, archive.resolve(first.getFileName()));
    Files.write(archive.resolve(second.getFileName() + FileCopies.PARTIAL), new byte[] {1, 2, 3});
    assertWhole();
    new Archiver(directory).moveTo(archive);
    assertWhole();
  }

  @Test
  void shouldTakeWhatWasCompactedSinceAnArchivingWasCutShort() throws IOException {
    Files.createDirectories(archive);
    Path first = UpkeepJournal.segments(directory).get(0);
    FileCopies.copy(first, archive.resolve(first.getFileName()));
    new Compactor(directory, Compaction.keep(r -> r.userspaceSequence() % 3 == 0)).run();
    new Archiver(directory).moveTo(archive);
    ArchivedJournal both = new ArchivedJournal(directory, archive);
    assertThat(UpkeepJournal.read(both.reader(1)))
        .isEqualTo(events.stream().filter(e -> e.sequence() % 3 == 0).toList());
    assertThat(both.verify().problems()).isEmpty();
  }

  @Test
  void shouldRefuseADamagedSegmentAndKeepItWhereItIs() throws IOException {
    Path damaged = UpkeepJournal.segments(directory).get(1);
    try (RandomAccessFile file = new RandomAccessFile(damaged.toString(), "rw")) {
      file.seek(5_000);
      file.write(0x77);
      file.write(0x77);
    }
    assertThatThrownBy(() -> new Archiver(directory).moveTo(archive))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining(damaged.toString());
    assertThat(damaged).exists();
    assertThat(UpkeepJournal.segments(archive)).hasSize(1);
  }

  @Test
  void shouldRefuseTheArchiveOfAnotherJournal() {
    UpkeepJournal.write(archive, 10, 1, 1);
    assertThatThrownBy(() -> new Archiver(directory).moveTo(archive))
        .isInstanceOf(ConsistencyException.class)
        .hasMessageStartingWith("archive is of another journal: directory=" + archive);
    assertThat(UpkeepJournal.read(directory)).isEqualTo(events);
  }

  @Test
  void shouldHandSegmentsOverUntilTheTakerWantsNoMore() {
    List<Path> taken = new ArrayList<>();
    int before = UpkeepJournal.segments(directory).size();
    new Archiver(directory).handOver(segment -> taken.size() < 2 && taken.add(segment));
    assertThat(taken).hasSize(2).noneMatch(Files::exists);
    assertThat(UpkeepJournal.segments(directory)).hasSize(before - 2);
    assertThatThrownBy(
            () ->
                new Archiver(directory)
                    .handOver(
                        segment -> {
                          throw new IOException("nowhere to put it");
                        }))
        .hasMessageContaining("nowhere to put it");
    assertThat(UpkeepJournal.segments(directory)).hasSize(before - 2);
  }

  @Test
  void shouldWorkBesideAWriter() {
    try (SemanticJournal journal = SemanticJournal.open(UpkeepJournal.config(directory).build())) {
      UpkeepJournal.emit(journal, 4_000, 9, new Random(5));
      journal.flush();
      new Archiver(directory).moveTo(archive);
      UpkeepJournal.emit(journal, 4_000, 9, new Random(6));
    }
    ArchivedJournal both = new ArchivedJournal(directory, archive);
    assertThat(UpkeepJournal.read(both.reader(1))).hasSize(EVENTS + 8_000);
    assertThat(both.verify().problems()).isEmpty();
  }
}
