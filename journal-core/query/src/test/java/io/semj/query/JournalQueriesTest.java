package io.semj.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.JournalConfig;
import io.semj.core.SemanticJournal;
import io.semj.core.filter.EventFilter;
import io.semj.error.JournalNotFoundException;
import io.semj.event.EventBuilder;
import io.semj.event.EventPriority;
import io.semj.event.EventType;
import io.semj.event.SemanticEvent;
import io.semj.index.IndexKey;
import io.semj.index.KeyKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalQueriesTest {
  private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");
  private static final int EVENTS = 600;

  @TempDir Path directory;

  @BeforeEach
  void fill() {
    for (int opening = 0; opening < 3; opening++) {
      try (SemanticJournal journal = SemanticJournal.open(config())) {
        for (int i = 0; i < EVENTS / 3; i++) {
          emit(journal, opening * EVENTS / 3 + i);
          if (i % 10 == 9) {
            journal.flush(); // ends a block
          }
        }
      }
    }
  }

  private JournalConfig config() {
    return JournalConfig.builder(directory).ringSize(256).batchSize(8).build();
  }

  private static void emit(SemanticJournal journal, int i) {
    journal.emitEvent(
        new EventBuilder(i % 2 == 0 ? EventType.GRAPH_QUERY : EventType.FILESYSTEM_WRITE)
            .timestampNanos(NOON.plusSeconds(60L * i).getEpochSecond() * 1_000_000_000L)
            .priority(i % 100 == 0 ? EventPriority.HIGH : EventPriority.NORMAL)
            .agent("agent-" + i % 3, "", 0)
            .agentRelevance(i % 101)
            .transactionId(1 + i / 10)
            .payloadText("text " + i)
            .metadataText("more " + i)
            .link(1, 2, 3, 4, 5, "why"));
  }

  private JournalQueries open() {
    return JournalQueries.open(directory, JournalQueries.UserKeys.NONE);
  }

  @Test
  void shouldReadOnlyTheBlocksThatAnIndexNames() {
    try (JournalQueries queries = open()) {
      QueryResponse response =
          queries.queryEvents(
              EventQuery.builder()
                  .filter(EventFilter.builder().transaction(42).build())
                  .countTotal()
                  .build());

      assertThat(response.events()).hasSize(10);
      assertThat(response.explain().indexesUsed()).containsExactly(KeyKind.TRANSACTION);
      assertThat(response.explain().blocksRead()).isBetween(1L, 10L);
      assertThat(response.explain().blocksConsidered()).isGreaterThanOrEqualTo(60);
      assertThat(response.explain().recordsMatched()).isEqualTo(10);
      assertThat(response.explain().segments()).isEqualTo(3);
    }
  }

  @Test
  void shouldStopReadingBehindTheLastEventOfTheAnswer() {
    try (JournalQueries queries = open()) {
      QueryResponse response = queries.queryEvents(EventQuery.builder().limit(3).build());

      assertThat(response.events()).extracting(SemanticEvent::sequence).containsExactly(1L, 2L, 3L);
      assertThat(response.explain().segmentsOpened()).isEqualTo(1);
      assertThat(response.total()).isEmpty();
      assertThat(response.hasMore()).isTrue();
    }
  }

  @Test
  void shouldFindTheLatestWithoutReadingTheRest() {
    try (JournalQueries queries = open()) {
      QueryResponse response =
          queries.queryEvents(
              EventQuery.builder().sort(SortKey.TIME).descending().limit(2).build());

      assertThat(response.events()).extracting(SemanticEvent::sequence).containsExactly(600L, 599L);
      assertThat(response.explain().segmentsOpened()).isEqualTo(1);
    }
  }

  @Test
  void shouldCarryOnlyThePartsThatWereAskedFor() {
    try (JournalQueries queries = open()) {
      SemanticEvent event =
          queries
              .queryEvents(
                  EventQuery.builder()
                      .content(new ResultContent(false, true, false))
                      .limit(1)
                      .build())
              .events()
              .get(0);

      assertThat(event.payloadText()).isEmpty();
      assertThat(event.metadataText()).isEqualTo("more 0");
      assertThat(event.causalityLinks()).isEmpty();
      assertThat(event.sequence()).isEqualTo(1);
    }
  }

  @Test
  void shouldAddUpGroups() {
    try (JournalQueries queries = open()) {
      QueryResponse response =
          queries.queryEvents(
              EventQuery.builder()
                  .limit(0)
                  .aggregate(Aggregation.by(GroupKey.TYPE, GroupKey.DAY))
                  .build());

      assertThat(response.events()).isEmpty();
      assertThat(response.total()).hasValue(EVENTS);
      assertThat(response.groups()).hasSize(2);
      EventGroup first = response.groups().get(0);
      assertThat(first.values()).containsExactly("filesystem.write", "2026-03-04");
      assertThat(first.events()).isEqualTo(300);
      assertThat(first.distinctAgents()).isEqualTo(3);
      assertThat(first.bytes()).isGreaterThan(300 * 204);
      assertThat(first.meanRelevance()).isBetween(40.0, 60.0);
    }
  }

  @Test
  void shouldPartGroupsIntoSpansOfTime() {
    try (JournalQueries queries = open()) {
      List<EventGroup> groups =
          queries
              .queryEvents(
                  EventQuery.builder()
                      .filter(EventFilter.builder().minPriority(EventPriority.HIGH).build())
                      .aggregate(Aggregation.by(GroupKey.PRIORITY).inBucketsOf(Duration.ofHours(4)))
                      .build())
              .groups();

      assertThat(groups)
          .extracting(EventGroup::values)
          .containsExactly(
              List.of("HIGH", "2026-03-04T12:00:00Z"),
              List.of("HIGH", "2026-03-04T16:00:00Z"),
              List.of("HIGH", "2026-03-04T20:00:00Z"));
      assertThat(groups).extracting(EventGroup::events).containsExactly(3L, 2L, 1L);
    }
  }

  @Test
  void shouldFindByKeysOfTheApplication() {
    JournalQueries.UserKeys byPayload =
        new JournalQueries.UserKeys(
            "payload-size",
            (record, sink) -> sink.add(IndexKey.user("size", record.payloadSize())));
    try (JournalQueries queries = JournalQueries.open(directory, byPayload)) {
      QueryResponse response =
          queries.queryEvents(
              EventQuery.builder()
                  .nearKey("size", 6)
                  .where(event -> event.payloadText().length() == 6)
                  .build());

      assertThat(response.events()).hasSize(10);
      assertThat(response.explain().indexesUsed()).containsExactly(KeyKind.USER);
      assertThat(response.explain().blocksRead()).isBetween(1L, 10L);
    }
  }

  @Test
  void shouldMakeIndexesAnewWhenTheApplicationsKeysChange() {
    try (JournalQueries queries = open()) {
      queries.queryEventsByType(EventType.GRAPH_QUERY, 1);
    }
    shouldFindByKeysOfTheApplication();
  }

  @Test
  void shouldAnswerTheShortQuestions() {
    try (JournalQueries queries = open()) {
      assertThat(queries.queryEventsBySequence(10, 12, 9).events())
          .extracting(SemanticEvent::sequence)
          .containsExactly(10L, 11L, 12L);
      assertThat(queries.queryEventsByTime(NOON, NOON.plusSeconds(120), 9).events()).hasSize(3);
      assertThat(queries.queryEventsByType(EventType.GRAPH_QUERY, 7).events()).hasSize(7);
    }
  }

  @Test
  void shouldKeepOneIndexFilePerClosedSegment() throws IOException {
    try (JournalQueries queries = open()) {
      queries.queryEventsByType(EventType.GRAPH_QUERY, Integer.MAX_VALUE);
    }
    try (Stream<Path> files = Files.list(directory.resolve(IndexFiles.DIRECTORY))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "00000000000000000001.semx",
              "00000000000000000201.semx",
              "00000000000000000401.semx");
    }
  }

  @Test
  void shouldRefuseACursorOfAnotherOrder() {
    QueryCursor cursor = new QueryCursor(SortKey.TIME, true, 5, 6);

    assertThat(QueryCursor.parse(cursor.toString())).isEqualTo(cursor);
    assertThatThrownBy(() -> EventQuery.builder().after(cursor).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SEQUENCE+");
    assertThatThrownBy(() -> QueryCursor.parse("nonsense"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldRefuseADirectoryThatIsNotThere() {
    assertThatThrownBy(
            () -> JournalQueries.open(directory.resolve("none"), JournalQueries.UserKeys.NONE))
        .isInstanceOf(JournalNotFoundException.class);
  }

  @Test
  void shouldEndItsThreadWhenItIsClosed() {
    try (SemanticJournal journal = SemanticJournal.open(config())) {
      JournalQueries queries = JournalQueries.of(journal, JournalQueries.UserKeys.NONE);
      assertThat(indexThreads()).isEqualTo(1);
      queries.close();
      assertThat(indexThreads()).isZero();
      queries.close();
    }
  }

  private static long indexThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().contains("index"))
        .count();
  }
}
