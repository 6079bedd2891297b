package io.semj.query;

import static io.semj.core.fixture.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.JournalConfig;
import io.semj.core.SemanticJournal;
import io.semj.core.filter.EventFilter;
import io.semj.core.storage.JournalDirectory;
import io.semj.error.CorruptionException;
import io.semj.error.StorageException;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.event.SemanticEvent;
import io.semj.query.JournalQueries.UserKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Matches that lie in a block each, which are read before they are asked for. */
class ScatteredQueriesTest {
  private static final int EVENTS = 1_000;
  private static final int EVERY = 25;
  private static final long CHAIN = 99;

  @TempDir Path directory;

  private final Queue<Runnable> held = new ArrayDeque<>();

  /** What becomes of the tasks of a helper. */
  enum Threads {
    COMMON_POOL,
    SAME_THREAD,
    NEVER,
    REFUSED;

    Executor executor(Queue<Runnable> held) {
      return switch (this) {
        case COMMON_POOL -> ForkJoinPool.commonPool();
        case SAME_THREAD -> Runnable::run;
        case NEVER -> held::add;
        case REFUSED ->
            task -> {
              throw new RejectedExecutionException("refused");
            };
      };
    }
  }

  /** At most four events in a block, and six blocks or more from one match to the next. */
  @BeforeEach
  void fill() {
    JournalConfig config = JournalConfig.builder(directory).build();
    EventBuilder event = new EventBuilder(EventType.FILESYSTEM_WRITE);
    byte[] large = new byte[65_500];
    new Random(1).nextBytes(large); // its block is not read ahead
    for (int first = 0; first < EVENTS; first += EVENTS / 2) {
      try (SemanticJournal journal = SemanticJournal.open(config)) {
        for (int i = first; i < first + EVENTS / 2; i++) {
          event
              .reset(EventType.FILESYSTEM_WRITE)
              .causalityChainId(i % EVERY == 7 ? CHAIN : 0)
              .payload(
                  i % (6 * EVERY) == 7
                      ? large
                      : ("payload of event " + i).repeat(1_200).getBytes(StandardCharsets.UTF_8));
          journal.emitEvent(event);
        }
      }
    }
  }

  private static EventQuery query(boolean descending) {
    EventQueryBuilder query =
        EventQuery.builder()
            .filter(EventFilter.builder().causalityChain(CHAIN).build())
            .limit(Integer.MAX_VALUE);
    return (descending ? query.descending() : query).build();
  }

  private List<SemanticEvent> expected() {
    return RandomJournal.readAll(directory).stream()
        .filter(event -> event.sequence() % EVERY == 8)
        .toList();
  }

  private static List<SemanticEvent> drain(EventStream stream) {
    List<SemanticEvent> events = new ArrayList<>();
    stream.forEachRemaining(events::add);
    return events;
  }

  private MatchCursor cursor(JournalQueries queries, ReadMemory.Pool pool, boolean backwards) {
    EventQuery query = query(backwards);
    return new MatchCursor(
        JournalDirectory.existing(directory),
        queries.view(),
        new MatchCursor.Search(query.filter(), query.userKeys(), backwards),
        SearchPruner.NONE,
        new ExplainCounters(),
        pool);
  }

  private static ReadMemory.Pool pool(Executor threads) {
    return new ReadMemory.Pool(new QueryHelper(threads, true));
  }

  private EventStream stream(JournalQueries queries, ReadMemory.Pool pool, boolean backwards) {
    return new EventStream(cursor(queries, pool, backwards), query(backwards), directory);
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveTheSameAnswerWhateverBecomesOfItsHelper(Threads threads) {
    List<SemanticEvent> forwards = expected();
    List<SemanticEvent> backwards = new ArrayList<>(forwards);
    Collections.reverse(backwards);
    assertThat(forwards).hasSize(EVENTS / EVERY);
    ReadMemory.Pool pool = pool(threads.executor(held));
    try (JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE)) {
      for (int round = 0; round < 20; round++) {
        try (EventStream one = stream(queries, pool, false);
            EventStream other = stream(queries, pool, true)) {
          assertThat(drain(one)).containsExactlyElementsOf(forwards);
          assertThat(drain(other)).containsExactlyElementsOf(backwards);
        }
      }
      assertThat(queries.queryEvents(query(false)).events()).containsExactlyElementsOf(forwards);
      assertThat(held).hasSize(threads == Threads.NEVER ? 1 : 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldTellADamagedBlockWhenItIsReachedAndNotBefore(Threads threads) throws IOException {
    List<SemanticEvent> all = expected();
    int damaged = 14;
    ReadMemory.Pool pool = pool(threads.executor(held));
    try (JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE)) {
      long position = damage(queries, all.get(damaged).sequence());
      try (EventStream stream = stream(queries, pool, false)) {
        for (int i = 0; i < damaged; i++) {
          assertThat(stream.next()).isEqualTo(all.get(i));
        }
        assertThatThrownBy(stream::hasNext)
            .isInstanceOf(CorruptionException.class)
            .hasMessageContaining("block is damaged: BAD_CHECKSUM")
            .hasMessageContaining("00000000000000000001.semj")
            .hasMessageContaining(Long.toString(position));
      }
      try (EventStream behind = stream(queries, pool, true)) {
        for (int i = all.size() - 1; i > damaged; i--) {
          assertThat(behind.next()).isEqualTo(all.get(i));
        }
        assertThatThrownBy(behind::next).isInstanceOf(CorruptionException.class);
      }
    }
  }

  private long damage(JournalQueries queries, long sequence) throws IOException {
    queries.queryEvents(query(false));
    RecordPosition at = queries.positionOf(sequence);
    Path file = directory.resolve(String.format("%020d.semj", at.segment()));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), at.block() + 120);
    }
    return at.block();
  }

  @Test
  void shouldLeaveNothingToDoForAHelperThatComesAfterTheStreamWasClosed() {
    ReadMemory.Pool pool = pool(held::add);
    try (JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE)) {
      try (EventStream stream = stream(queries, pool, false)) {
        for (int i = 0; i < 6; i++) {
          stream.next();
        }
      }
      assertThat(held).hasSize(1);
      List<SemanticEvent> all = expected();
      try (EventStream next = stream(queries, pool, false)) {
        next.next();
        held.remove().run();
        assertThat(drain(next)).containsExactlyElementsOf(all.subList(1, all.size()));
      }
    }
  }

  @Test
  void shouldCallItsHelperAgainWhenAPredicateHasFailed() {
    QueryHelper helper = new QueryHelper(ForkJoinPool.commonPool(), true);
    ReadMemory.Pool pool = new ReadMemory.Pool(helper);
    List<SemanticEvent> all = expected();
    EventQuery failing =
        EventQuery.builder()
            .filter(query(false).filter())
            .where(
                event -> {
                  if (event.sequence() == all.get(12).sequence()) {
                    throw new IllegalStateException("predicate fails");
                  }
                  return true;
                })
            .build();
    try (JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE)) {
      assertThatThrownBy(() -> queries.queryEvents(failing)).hasMessage("predicate fails");
      try (EventStream stream = new EventStream(cursor(queries, pool, false), failing, directory)) {
        assertThatThrownBy(() -> drain(stream)).hasMessage("predicate fails");
      }
      List<String> ran = Collections.synchronizedList(new ArrayList<>());
      await().until(() -> helper.run(() -> ran.add("ran")));
      await().until(() -> ran.size() == 1);
      assertThat(queries.queryEvents(query(false)).events()).containsExactlyElementsOf(all);
    }
  }

  @Test
  void shouldEndTheQueryOfAnInterruptedThreadAndNoOther() {
    List<SemanticEvent> all = expected();
    try (JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE);
        EventStream other = queries.stream(query(false));
        EventStream stream = queries.stream(query(false))) {
      for (int i = 0; i < 7; i++) {
        assertThat(stream.next()).isEqualTo(other.next());
      }
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> drain(stream)).isInstanceOf(StorageException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(drain(other)).containsExactlyElementsOf(all.subList(7, all.size()));
    }
  }
}
