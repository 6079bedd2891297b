package io.semj.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.SemanticJournal;
import io.semj.core.fixture.Crash;
import io.semj.core.storage.JournalDirectory;
import io.semj.event.SemanticEvent;
import io.semj.query.JournalQueries.UserKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A journal loses its end and goes on otherwise, while another process has it open to ask it. */
class SetBackJournalTest {
  private static final EventQuery ALL = EventQuery.builder().limit(Integer.MAX_VALUE).build();

  @TempDir Path directory;
  private Path journal;

  @BeforeEach
  void fill() {
    journal = directory.resolve("journal");
    new RandomJournal(31).fill(journal, 600); // 200 in each segment
  }

  private Path segment(long first) {
    return journal.resolve(String.format("%020d.semj", first));
  }

  private void assertSeesAll(JournalQueries queries) {
    List<SemanticEvent> all = RandomJournal.readAll(journal);
    assertThat(queries.queryEvents(ALL).events()).containsExactlyElementsOf(all);
    RandomQueries random = new RandomQueries(all.size());
    for (int i = 0; i < 20; i++) {
      EventQuery query = random.next();
      assertThat(queries.queryEvents(query).events())
          .isEqualTo(BruteForce.page(query, BruteForce.matches(query, all)));
    }
  }

  private void goOn(JournalQueries asking, int events) {
    try (SemanticJournal writer = SemanticJournal.open(RandomJournal.config(journal))) {
      assertSeesAll(asking);
      new RandomJournal(32).emit(writer, events);
      writer.flush();
      assertSeesAll(asking);
    }
    assertSeesAll(asking);
    new RandomJournal(33).fill(journal, 400);
    assertSeesAll(asking);
  }

  private void remove(long first) throws IOException {
    Files.delete(segment(first));
    Files.deleteIfExists(journal.resolve(JournalDirectory.MARK_FILE));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldGoOnWhereSegmentsWereRemovedFromTheEnd(boolean askedMeanwhile) throws IOException {
    try (JournalQueries queries = JournalQueries.open(journal, UserKeys.NONE)) {
      assertSeesAll(queries);
      remove(401);
      remove(201);
      if (askedMeanwhile) {
        assertSeesAll(queries);
      }
      goOn(queries, 100);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldGoOnWhereASegmentWasCutOff(boolean sealedBefore) throws IOException {
    long cut;
    try (JournalQueries queries = JournalQueries.openReadOnly(journal)) {
      assertSeesAll(queries);
      cut = queries.positionOf(350).block();
    }
    if (!sealedBefore) {
      Crash.unseal(segment(201));
      Crash.unseal(segment(401));
    }
    try (JournalQueries queries = JournalQueries.open(journal, UserKeys.NONE)) {
      assertSeesAll(queries);
      remove(401);
      Crash.unseal(segment(201));
      Crash.truncate(segment(201), cut);
      Crash.seal(journal, segment(201));
      goOn(queries, 100);
    }
  }

  @Test
  void shouldGoOnWhereTheLiveSegmentWasSealedBeforeWhatWasSeen() throws IOException {
    Crash.unseal(segment(401));
    try (JournalQueries queries = JournalQueries.open(journal, UserKeys.NONE)) {
      assertSeesAll(queries);
      Crash.truncate(segment(401), queries.positionOf(500).block());
      Crash.seal(journal, segment(401));
      Files.deleteIfExists(journal.resolve(JournalDirectory.MARK_FILE));
      assertSeesAll(queries);
      goOn(queries, 100);
    }
  }

  @Test
  void shouldTellPositionsOfTheJournalAsItIsNow() throws IOException {
    try (JournalQueries queries = JournalQueries.open(journal, UserKeys.NONE)) {
      assertSeesAll(queries);
      long before = queries.positionOf(250).segment();
      assertThat(before).isEqualTo(201);
      remove(401);
      remove(201);
      try (SemanticJournal writer = SemanticJournal.open(RandomJournal.config(journal))) {
        new RandomJournal(32).emit(writer, 100);
        writer.flush();
        assertSeesAll(queries);
        assertThat(queries.positionOf(250).segment()).isEqualTo(201);
        assertThat(queries.positionOf(301)).isEqualTo(RecordPosition.NOT_WRITTEN);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldShowNothingInTheStreamsOfBeforeThatCameLater(boolean sealed) throws IOException {
    if (!sealed) {
      Crash.unseal(segment(401));
    }
    try (JournalQueries queries = JournalQueries.open(journal, UserKeys.NONE);
        EventStream forwards = queries.stream(ALL);
        EventStream backwards = queries.stream(EventQuery.builder().descending().build())) {
      remove(401);
      remove(201);
      for (int opening = 0; opening < 2; opening++) {
        new RandomJournal(32 + opening).fill(journal, 200);
      }
      assertThat(segment(401)).exists();

      assertThat(sequences(forwards)).containsExactlyElementsOf(oneTo200());
      assertThat(sequences(backwards)).containsExactlyInAnyOrderElementsOf(oneTo200());
      assertSeesAll(queries);
    }
  }

  private static List<Long> oneTo200() {
    return LongStream.rangeClosed(1, 200).boxed().toList();
  }

  private static List<Long> sequences(EventStream stream) {
    List<Long> sequences = new ArrayList<>();
    stream.forEachRemaining(event -> sequences.add(event.sequence()));
    return sequences;
  }
}
