package io.semj.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.SemanticJournal;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.SegmentHead;
import io.semj.format.RecordFlyweight;
import io.semj.query.RecordPosition.Presence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordPositionTest {
  @TempDir Path directory;

  private JournalQueries open() {
    return JournalQueries.open(directory, JournalQueries.UserKeys.NONE);
  }

  /** Where every record is, by a walk over all blocks. */
  private Map<Long, RecordPosition> truth() throws IOException {
    Map<Long, RecordPosition> truth = new HashMap<>();
    for (SegmentFile file : JournalDirectory.existing(directory).segments()) {
      SegmentHead head = SegmentHead.read(file);
      long position = head.identity().dataOffset();
      try (SegmentScan scan = new SegmentScan(file, head.identity().generation())) {
        while (scan.load(position)) {
          int ordinal = 0;
          for (RecordFlyweight found = scan.next(); found != null; found = scan.next()) {
            truth.put(
                found.userspaceSequence(),
                new RecordPosition(Presence.PRESENT, file.firstSequence(), position, ordinal++));
          }
          position += scan.block().blockSize();
        }
      }
    }
    return truth;
  }

  private static void check(
      JournalQueries queries, Map<Long, RecordPosition> truth, long last, RecordPosition absent) {
    for (long sequence = 1; sequence <= last; sequence++) {
      assertThat(queries.positionOf(sequence))
          .as("sequence %d", sequence)
          .isEqualTo(truth.getOrDefault(sequence, absent));
    }
  }

  @Test
  void shouldTellWhereEveryRecordIs() throws IOException {
    new RandomJournal(1).fill(directory, 1_000);
    try (JournalQueries queries = open()) {
      check(queries, truth(), 1_000, null);
      assertThat(queries.positionOf(1_001)).isEqualTo(RecordPosition.NOT_WRITTEN);
      assertThat(queries.positionOf(1_001).isPresent()).isFalse();
      assertThatThrownBy(() -> queries.positionOf(0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("actual=0");
    }
  }

  @Test
  void shouldTellWhereRecordsAreThatAreBeingWritten() throws IOException {
    try (SemanticJournal journal = SemanticJournal.open(RandomJournal.config(directory));
        JournalQueries queries = JournalQueries.of(journal, JournalQueries.UserKeys.NONE)) {
      RandomJournal random = new RandomJournal(2);
      for (int round = 1; round <= 10; round++) {
        assertThat(queries.positionOf(round * 100L)).isEqualTo(RecordPosition.NOT_WRITTEN);
        random.emit(journal, 100);
        journal.flush();
        check(queries, truth(), round * 100L, null);
      }
    }
  }

  @Test
  void shouldTellWhatRetentionRemoved() throws IOException {
    new RandomJournal(3).fill(directory, 600);
    try (JournalQueries queries = open()) {
      assertThat(queries.positionOf(1).isPresent()).isTrue();
      Path index = directory.resolve(IndexFiles.DIRECTORY).resolve("00000000000000000001.semx");
      assertThat(index).exists();

      Files.delete(directory.resolve("00000000000000000001.semj"));

      Awaitility.await()
          .atMost(60, TimeUnit.SECONDS)
          .until(() -> queries.positionOf(1).presence() == Presence.REMOVED);
      check(queries, truth(), 600, RecordPosition.REMOVED);
      assertThat(index).doesNotExist();
    }
  }

  @Test
  void shouldTellWhatCompactionTookOut() throws IOException {
    new RandomJournal(4).fill(directory, 600);
    try (JournalQueries queries = open()) {
      check(queries, truth(), 600, null);
      Rewriting.keepOnly(directory, 201, sequence -> sequence % 3 != 0);
      Map<Long, RecordPosition> truth = truth();
      assertThat(truth).hasSizeLessThan(600);

      Awaitility.await()
          .atMost(60, TimeUnit.SECONDS)
          .until(() -> queries.positionOf(300).equals(RecordPosition.MISSING));
      check(queries, truth, 600, RecordPosition.MISSING);
    }
    try (JournalQueries queries = open()) {
      check(queries, truth(), 600, RecordPosition.MISSING);
    }
  }
}
