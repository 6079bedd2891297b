package io.semj.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.SemanticJournal;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.event.SemanticEvent;
import io.semj.query.JournalQueries.UserKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many who ask while the journal is written, rotated, compacted and cut. */
class ConcurrentQueriesTest {
  private static final int ASKING = 8;
  private static final EventQuery ALL = EventQuery.builder().limit(Integer.MAX_VALUE).build();

  @TempDir Path directory;

  private final AtomicLong flushed = new AtomicLong();
  private final AtomicLong removedUpTo = new AtomicLong();
  private final AtomicBoolean done = new AtomicBoolean();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldGiveEachAskerAllThatIsThereAndNothingTwice(boolean ofOpenJournal)
      throws IOException, InterruptedException, ExecutionException {
    ExecutorService asking = Executors.newFixedThreadPool(ASKING);
    try {
      RandomJournal random = new RandomJournal(77);
      for (int opening = 0; opening < 4; opening++) {
        openAndAsk(random, asking, opening, ofOpenJournal);
      }
    } finally {
      asking.shutdownNow();
    }
  }

  private void openAndAsk(
      RandomJournal random, ExecutorService asking, int opening, boolean ofOpenJournal)
      throws IOException, InterruptedException, ExecutionException {
    done.set(false);
    List<Future<Long>> answers = new ArrayList<>();
    try (SemanticJournal journal = SemanticJournal.open(RandomJournal.config(directory));
        JournalQueries queries =
            ofOpenJournal
                ? JournalQueries.of(journal, UserKeys.NONE)
                : JournalQueries.open(directory, UserKeys.NONE)) {
      for (int i = 0; i < ASKING; i++) {
        boolean backwards = i % 2 == 1;
        answers.add(asking.submit(ask(queries, backwards)));
      }
      for (int i = 0; i < 10; i++) {
        random.emit(journal, 100);
        journal.flush();
        flushed.set(1_000L * opening + 100L * (i + 1));
        if (i == 5 && opening >= 2) {
          removedUpTo.set(1_000L * (opening - 1));
          removeUpTo(removedUpTo.get());
        }
        if (i == 7 && opening >= 1) {
          Rewriting.keepOnly(directory, 1_000L * (opening - 1) + 1, sequence -> sequence % 5 != 0);
        }
      }
      done.set(true);
      for (Future<Long> answer : answers) {
        assertThat(answer.get()).isPositive();
      }
    }
  }

  /** As retention does: the oldest first. An opening may have written more than one. */
  private void removeUpTo(long sequence) throws IOException {
    for (SegmentFile segment : JournalDirectory.existing(directory).segments()) {
      if (segment.firstSequence() <= sequence) {
        Files.delete(segment.path());
      }
    }
  }

  private Callable<Long> ask(JournalQueries queries, boolean backwards) {
    return () -> {
      long asked = 0;
      do {
        long before = flushed.get();
        List<SemanticEvent> events =
            backwards ? reversed(queries) : queries.queryEvents(ALL).events();
        check(events, before, removedUpTo.get());
        asked++;
      } while (!done.get());
      return asked;
    };
  }

  private static List<SemanticEvent> reversed(JournalQueries queries) {
    List<SemanticEvent> events = new ArrayList<>();
    try (EventStream stream = queries.stream(EventQuery.builder().descending().build())) {
      stream.forEachRemaining(event -> events.add(0, event));
    }
    return events;
  }

  /** Compaction takes every fifth out, retention the oldest; all else has to be there. */
  private static void check(List<SemanticEvent> events, long flushedBefore, long removed) {
    long last = 0;
    long expected = removed;
    for (SemanticEvent event : events) {
      long sequence = event.sequence();
      assertThat(sequence).isGreaterThan(last);
      last = sequence;
      if (sequence > removed) {
        for (long missing = expected + 1; missing < sequence; missing++) {
          assertThat(missing % 5).as("missing event %d", missing).isZero();
        }
        expected = sequence;
      }
    }
    assertThat(expected + 1).isGreaterThanOrEqualTo(flushedBefore);
  }
}
