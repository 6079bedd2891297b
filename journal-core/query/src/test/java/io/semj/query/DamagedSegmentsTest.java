package io.semj.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.SemanticJournal;
import io.semj.core.filter.EventFilter;
import io.semj.error.ConsistencyException;
import io.semj.error.CorruptionException;
import io.semj.error.JournalException;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.event.SemanticEvent;
import io.semj.query.JournalQueries.UserKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Segments without an index that cannot be read, of which some queries need nothing. */
class DamagedSegmentsTest {
  private static final long START = 1_700_000_000_000_000_000L;

  @TempDir Path directory;

  /** Three sealed segments of 200 events each, event by event a second later. */
  private void fill() {
    for (int first = 1; first <= 401; first += 200) {
      try (SemanticJournal journal = SemanticJournal.open(RandomJournal.config(directory))) {
        emit(journal, first, first + 199);
      }
    }
  }

  private static void emit(SemanticJournal journal, int first, int last) {
    EventBuilder event = new EventBuilder(EventType.FILESYSTEM_WRITE);
    for (int i = first; i <= last; i++) {
      journal.emitEvent(
          event
              .reset(EventType.FILESYSTEM_WRITE)
              .timestampNanos(START + i * 1_000_000_000L)
              .payloadText("event " + i));
    }
  }

  private Path segment(long first) {
    return directory.resolve(String.format("%020d.semj", first));
  }

  private static void damage(Path file, long position) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}), position);
    }
  }

  private static List<Long> bySequence(JournalQueries queries, long first, long last) {
    return queries.queryEventsBySequence(first, last, 1_000).events().stream()
        .map(SemanticEvent::sequence)
        .toList();
  }

  private static List<Long> all(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  private static EventQuery byTime(long first, long last) {
    return EventQuery.builder()
        .filter(
            EventFilter.builder()
                .fromTimeNanos(START + first * 1_000_000_000L)
                .toTimeNanos(START + last * 1_000_000_000L)
                .build())
        .limit(1_000)
        .build();
  }

  @Test
  void shouldServeWhatNeedsNothingOfASealedOneByItsSequencesAndTimes() throws IOException {
    fill();
    damage(segment(201), 700);
    try (JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE)) {
      for (int time = 0; time < 2; time++) {
        assertThat(bySequence(queries, 1, 200)).isEqualTo(all(1, 200));
        assertThat(bySequence(queries, 401, 600)).isEqualTo(all(401, 600));
        assertThat(queries.queryEvents(byTime(410, 420)).events()).hasSize(11);
        assertThat(queries.positionOf(500).isPresent()).isTrue();
        assertThatThrownBy(() -> bySequence(queries, 200, 201))
            .isInstanceOf(CorruptionException.class)
            .hasMessageContaining("201.semj")
            .hasMessageContaining("512");
        assertThatThrownBy(() -> queries.queryEvents(byTime(200, 201)))
            .isInstanceOf(CorruptionException.class);
        assertThatThrownBy(() -> queries.positionOf(300)).isInstanceOf(CorruptionException.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 150})
  void shouldServeWhatNeedsNothingOfOneWhoseHeadIsDamaged(int position) throws IOException {
    fill();
    damage(segment(201), position);
    try (JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE)) {
      for (int time = 0; time < 2; time++) {
        assertThat(bySequence(queries, 1, 200)).isEqualTo(all(1, 200));
        assertThat(bySequence(queries, 401, 600)).isEqualTo(all(401, 600));
        assertThat(queries.positionOf(500).isPresent()).isTrue();
        assertThatThrownBy(() -> bySequence(queries, 150, 250))
            .isInstanceOf(JournalException.class)
            .hasMessageContaining("201.semj");
        assertThatThrownBy(() -> queries.positionOf(300))
            .isInstanceOf(JournalException.class)
            .hasMessageContaining("201.semj");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldTellThoseWhoNeedItThatASegmentBetweenIsMissing(boolean indexed) throws IOException {
    fill();
    if (indexed) {
      try (JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE)) {
        assertThat(bySequence(queries, 1, 600)).hasSize(600);
      }
    }
    Files.delete(segment(201));
    try (JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE)) {
      for (int time = 0; time < 2; time++) {
        assertThat(bySequence(queries, 1, 200)).isEqualTo(all(1, 200));
        assertThat(bySequence(queries, 401, 600)).isEqualTo(all(401, 600));
        for (long from : List.of(200L, 201L, 300L, 400L)) {
          assertThatThrownBy(() -> bySequence(queries, from, 500))
              .isInstanceOf(ConsistencyException.class)
              .hasMessageContaining("401.semj, expectedSequence=201, actualSequence=401");
        }
        assertThatThrownBy(() -> queries.positionOf(300)).isInstanceOf(ConsistencyException.class);
      }
    }
  }

  @Test
  void shouldTellThatTheSegmentBeforeTheOneBeingWrittenIsMissing() throws IOException {
    fill();
    try (SemanticJournal journal = SemanticJournal.open(RandomJournal.config(directory))) {
      emit(journal, 601, 610);
      journal.flush();
      Files.delete(segment(401));
      try (JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE)) {
        assertThat(bySequence(queries, 601, 610)).isEqualTo(all(601, 610));
        assertThatThrownBy(() -> bySequence(queries, 1, 610))
            .isInstanceOf(ConsistencyException.class)
            .hasMessageContaining("601.semj, expectedSequence=401, actualSequence=601");
      }
    }
  }

  @Test
  void shouldServeWhatLiesBeforeDamageInTheSegmentThatIsBeingWritten() throws IOException {
    try (SemanticJournal journal = SemanticJournal.open(RandomJournal.config(directory))) {
      emit(journal, 1, 300);
      journal.flush();
      long block;
      try (JournalQueries before = JournalQueries.open(directory, UserKeys.NONE)) {
        bySequence(before, 1, 300);
        block = before.positionOf(150).block();
      }
      damage(segment(1), block + 120);
      try (JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE)) {
        assertThat(bySequence(queries, 1, 10)).isEqualTo(all(1, 10));
        assertThatThrownBy(() -> bySequence(queries, 1, 300))
            .isInstanceOf(CorruptionException.class)
            .hasMessageContaining("1.semj")
            .hasMessageContaining(Long.toString(block));
      }
    }
  }

  @Test
  void shouldSeeASegmentAgainThatWasMended() throws IOException {
    fill();
    byte[] head = Arrays.copyOf(Files.readAllBytes(segment(201)), 512);
    damage(segment(201), 0);
    try (JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE)) {
      assertThatThrownBy(() -> bySequence(queries, 1, 600)).isInstanceOf(JournalException.class);
      try (FileChannel channel = FileChannel.open(segment(201), StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(head), 0);
      }
      assertThat(bySequence(queries, 1, 600)).isEqualTo(all(1, 600));
    }
  }
}
