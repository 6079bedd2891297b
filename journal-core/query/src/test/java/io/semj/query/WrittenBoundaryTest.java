package io.semj.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.SemanticJournal;
import io.semj.core.storage.JournalDirectory;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.query.JournalQueries.UserKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far a journal is written that somebody else writes. */
class WrittenBoundaryTest {
  private static final EventQuery ALL = EventQuery.builder().limit(Integer.MAX_VALUE).build();

  @TempDir Path directory;

  private WrittenBoundary boundary() {
    return new WrittenBoundary(JournalDirectory.existing(directory));
  }

  @Test
  void shouldEndAQueryWhereTheJournalWasWhenItBeganThoughItsWriterIsAlwaysAhead() {
    try (SemanticJournal journal = SemanticJournal.open(RandomJournal.config(directory))) {
      EventBuilder more = new EventBuilder(EventType.FILESYSTEM_WRITE);
      UserKeys keys =
          new UserKeys(
              "writes",
              (record, sink) -> {
                journal.emitEvent(more.reset(EventType.FILESYSTEM_WRITE).payloadText("more"));
                journal.flush();
              });
      new RandomJournal(5).emit(journal, 40);
      journal.flush();
      try (JournalQueries queries = JournalQueries.open(directory, keys)) {
        assertThat(queries.queryEvents(ALL).events()).hasSize(40);
        assertThat(queries.queryEvents(ALL).events()).hasSize(80);
      }
    }
  }

  @Test
  void shouldFollowTheWriterFromSegmentToSegment() throws IOException {
    try (SemanticJournal journal = SemanticJournal.open(RandomJournal.config(directory));
        WrittenBoundary boundary = boundary()) {
      RandomJournal random = new RandomJournal(6);
      assertThat(boundary.getAsLong()).isZero();
      for (int written = 300; written <= 3_000; written += 300) {
        random.emit(journal, 300);
        journal.flush();
        assertThat(boundary.getAsLong()).isBetween((long) written, written + 1L);
      }
      assertThat(JournalDirectory.existing(directory).segments()).hasSizeGreaterThan(2);
    }
  }

  @Test
  void shouldLieBehindTheEndOfAJournalThatIsClosed() throws IOException {
    new RandomJournal(7).fill(directory, 400);
    try (WrittenBoundary boundary = boundary()) {
      assertThat(boundary.getAsLong()).isEqualTo(401);
      assertThat(boundary.getAsLong()).isEqualTo(401);
    }
  }

  @Test
  void shouldNotEndBeforeDamageSoThatItIsMet() throws IOException {
    try (SemanticJournal journal = SemanticJournal.open(RandomJournal.config(directory))) {
      new RandomJournal(8).emit(journal, 200);
      journal.flush();
      long block;
      try (JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE)) {
        queries.queryEvents(ALL);
        block = queries.positionOf(100).block();
      }
      Path file = directory.resolve("00000000000000000001.semj");
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(new byte[] {9, 9, 9, 9}), block);
      }
      try (WrittenBoundary boundary = boundary()) {
        assertThat(boundary.getAsLong()).isEqualTo(Long.MAX_VALUE);
      }
    }
  }
}
