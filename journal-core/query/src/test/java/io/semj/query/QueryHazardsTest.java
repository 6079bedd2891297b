package io.semj.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.SemanticJournal;
import io.semj.core.filter.EventFilter;
import io.semj.error.CorruptionException;
import io.semj.error.JournalClosedException;
import io.semj.error.StorageException;
import io.semj.event.SemanticEvent;
import io.semj.query.JournalQueries.UserKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to segments, threads and the journal while somebody asks. */
class QueryHazardsTest {
  private static final EventQuery ALL = EventQuery.builder().limit(Integer.MAX_VALUE).build();

  @TempDir Path directory;

  private static List<Long> sequences(EventStream stream) {
    List<Long> sequences = new ArrayList<>();
    stream.forEachRemaining(event -> sequences.add(event.sequence()));
    return sequences;
  }

  private void fill(int events) {
    new RandomJournal(7).fill(directory, events);
  }

  private Path segment(long first) {
    return directory.resolve(String.format(Locale.ROOT, "%020d.semj", first));
  }

  @Test
  void shouldShowNothingLaterWhenTheLiveSegmentIsClosedAndRewrittenMeanwhile() throws IOException {
    RandomJournal random = new RandomJournal(3);
    SemanticJournal journal = SemanticJournal.open(RandomJournal.config(directory));
    try (JournalQueries queries = JournalQueries.of(journal, UserKeys.NONE)) {
      random.emit(journal, 150);
      journal.flush();
      try (EventStream forwards = queries.stream(ALL);
          EventStream backwards = queries.stream(EventQuery.builder().descending().build())) {
        random.emit(journal, 150);
        journal.close();
        Rewriting.keepOnly(directory, 1, sequence -> sequence % 2 == 0);

        List<Long> seen = LongStream.rangeClosed(1, 75).map(i -> 2 * i).boxed().toList();
        assertThat(sequences(forwards)).containsExactlyElementsOf(seen);
        assertThat(sequences(backwards)).containsExactlyInAnyOrderElementsOf(seen);
      }
    } finally {
      journal.close();
    }
  }

  @Test
  void shouldOutliveAnInterruptOfAThreadThatAsks() {
    try (SemanticJournal journal = SemanticJournal.open(RandomJournal.config(directory));
        JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE)) {
      RandomJournal random = new RandomJournal(5);
      for (int round = 1; round <= 3; round++) {
        random.emit(journal, 50);
        journal.flush();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> queries.queryEvents(ALL)).isInstanceOf(StorageException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(queries.queryEvents(ALL).events()).hasSize(50 * round);
      }
    }
  }

  @Test
  void shouldIndexOnWhenAnInterruptClosedTheFileOfTheLiveSegment() {
    AtomicBoolean interrupted = new AtomicBoolean();
    UserKeys keys =
        new UserKeys(
            "interrupts",
            (record, sink) -> {
              if (record.userspaceSequence() == 30 && interrupted.compareAndSet(false, true)) {
                Thread.currentThread().interrupt();
              }
            });
    try (SemanticJournal journal = SemanticJournal.open(RandomJournal.config(directory));
        JournalQueries queries = JournalQueries.open(directory, keys)) {
      new RandomJournal(6).emit(journal, 50);
      journal.flush();
      assertThatThrownBy(() -> queries.queryEvents(ALL)).isInstanceOf(StorageException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(queries.queryEvents(ALL).events()).hasSize(50);
    }
  }

  @Test
  void shouldRefuseQuestionsOnceItIsClosedAndEndStreamsThatWereBegun() {
    fill(600);
    JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE);
    try (EventStream stream = queries.stream(ALL)) {
      stream.next();
      queries.close();

      assertThat(sequences(stream)).hasSize(599);
    }
    assertThatThrownBy(() -> queries.queryEvents(ALL))
        .isInstanceOf(JournalClosedException.class)
        .hasMessageContaining("queries are closed");
    assertThatThrownBy(() -> queries.stream(ALL)).isInstanceOf(JournalClosedException.class);
  }

  @Test
  void shouldTellDamageThatLooksLikeTheEndOfASegment() throws IOException {
    fill(600);
    zero(segment(201), blockOf(250));
    try (JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE)) {
      for (int time = 0; time < 2; time++) {
        assertThatThrownBy(() -> queries.queryEvents(ALL))
            .isInstanceOf(CorruptionException.class)
            .hasMessageContaining("00000000000000000201.semj");
      }
    }
    Files.createDirectories(directory.resolve(IndexFiles.DIRECTORY));
    Files.createFile(directory.resolve(IndexFiles.DIRECTORY).resolve("00000000000000000201.semx"));
    try (JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE)) {
      assertThatThrownBy(() -> queries.queryEvents(ALL)).isInstanceOf(CorruptionException.class);
    }
  }

  private long blockOf(long sequence) throws IOException {
    long position;
    try (JournalQueries queries = JournalQueries.openReadOnly(directory)) {
      queries.queryEvents(ALL);
      position = queries.positionOf(sequence).block();
    }
    return position;
  }

  private static void zero(Path file, long position) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(64), position);
    }
  }

  @Test
  void shouldTellADamagedHeadHoweverOftenItIsAsked() throws IOException {
    fill(600);
    try (FileChannel channel = FileChannel.open(segment(201), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), 0);
    }
    Files.setLastModifiedTime(directory, FileTime.fromMillis(1_000_000_000_000L));
    try (JournalQueries queries = JournalQueries.openReadOnly(directory)) {
      for (int time = 0; time < 3; time++) {
        Files.setLastModifiedTime(directory, FileTime.fromMillis(1_000_000_000_000L));
        assertThatThrownBy(() -> queries.queryEvents(ALL)).hasMessageContaining("201.semj");
      }
    }
  }

  @Test
  void shouldGoOnBehindASegmentThatACrashLeftOpen() throws IOException {
    Path crashed = directory.resolve("crashed");
    try (SemanticJournal journal =
        SemanticJournal.open(RandomJournal.config(directory.resolve("first")))) {
      new RandomJournal(9).emit(journal, 120);
      journal.flush();
      copy(directory.resolve("first"), crashed);
    }
    try (JournalQueries before = JournalQueries.open(crashed, UserKeys.NONE)) {
      assertThat(before.queryEvents(ALL).events()).hasSize(120);
      try (SemanticJournal journal = SemanticJournal.open(RandomJournal.config(crashed))) {
        new RandomJournal(10).emit(journal, 80);
        journal.flush();
        List<SemanticEvent> all = RandomJournal.readAll(crashed);
        assertThat(all).hasSizeGreaterThanOrEqualTo(200);
        assertThat(before.queryEvents(ALL).events()).containsExactlyElementsOf(all);
        try (JournalQueries after = JournalQueries.of(journal, UserKeys.NONE)) {
          assertThat(after.queryEvents(ALL).events()).containsExactlyElementsOf(all);
        }
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(from, "*.semj")) {
      for (Path file : files) {
        Files.copy(file, to.resolve(file.getFileName().toString()));
      }
    }
  }

  @Test
  void shouldAnswerWhereNoIndexFileCanBeWritten() throws IOException {
    fill(600);
    Files.createFile(directory.resolve(IndexFiles.DIRECTORY)); // no directory can be made
    try (JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE)) {
      for (int time = 0; time < 2; time++) {
        assertThat(queries.queryEvents(ALL).events()).hasSize(600);
      }
      Files.delete(segment(1));
      assertThat(queries.queryEvents(ALL).events()).hasSize(400);
    }
  }

  @Test
  void shouldNotBelieveIndexFilesOfAnotherJournal() throws IOException {
    Path other = directory.resolve("other");
    new RandomJournal(8).fill(other, 600);
    fill(600);
    try (JournalQueries queries = JournalQueries.open(other, UserKeys.NONE)) {
      queries.queryEvents(ALL);
    }
    Files.move(other.resolve(IndexFiles.DIRECTORY), directory.resolve(IndexFiles.DIRECTORY));
    try (JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE)) {
      assertThat(queries.queryEvents(ALL).events())
          .containsExactlyElementsOf(RandomJournal.readAll(directory));
    }
  }

  @Test
  void shouldTakeSequencesOfAnySizeAndCursorsOfAnyPlace() {
    fill(400);
    try (JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE)) {
      assertThat(queries.queryEventsBySequence(Long.MIN_VALUE, Long.MAX_VALUE, 999).events())
          .hasSize(400);
      assertThat(queries.queryEventsBySequence(Long.MAX_VALUE, Long.MAX_VALUE, 9).events())
          .isEmpty();
      assertThat(queries.queryEventsBySequence(5, 4, 9).events()).isEmpty();
      assertThat(queries.queryEventsBySequence(-9, -1, 9).events()).isEmpty();
      assertThatThrownBy(() -> queries.queryEventsBySequence(1, 2, -1))
          .isInstanceOf(IllegalArgumentException.class);
      QueryCursor last = new QueryCursor(SortKey.SEQUENCE, false, Long.MAX_VALUE, Long.MAX_VALUE);
      EventQuery behind = EventQuery.builder().after(last).build();
      assertThat(queries.queryEvents(behind).events()).isEmpty();
      try (EventStream stream = queries.stream(behind)) {
        assertThat(stream.hasNext()).isFalse();
      }
    }
  }

  @Test
  void shouldAnswerOnARangeThatRetentionHasRemoved() throws IOException {
    fill(600);
    try (JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE);
        EventStream stream = queries.stream(ALL)) {
      assertThat(stream.next().sequence()).isEqualTo(1);
      Files.delete(segment(1));
      Files.delete(segment(201));

      assertThat(queries.queryEventsBySequence(1, 400, 9).events()).isEmpty();
      assertThat(queries.queryEventsBySequence(399, 402, 9).events())
          .extracting(SemanticEvent::sequence)
          .containsExactly(401L, 402L);
      assertThat(sequences(stream)).hasSize(399).startsWith(2L).endsWith(600L);
      EventFilter gone = EventFilter.builder().toSequence(300).build();
      assertThat(
              queries.queryEvents(EventQuery.builder().filter(gone).countTotal().build()).total())
          .hasValue(0);
    }
  }
}
