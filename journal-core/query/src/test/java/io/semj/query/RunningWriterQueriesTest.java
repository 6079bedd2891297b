package io.semj.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.SemanticJournal;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.SegmentHead;
import io.semj.event.SemanticEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random questions while another thread emits, and one segment after another is closed. */
@Timeout(300)
class RunningWriterQueriesTest {
  private static final int EVENTS = 3_000;

  /** So many bytes at most for an event make a segment of some 130 events. */
  private static final int PADDING = 15_000;

  private static final int AT_LEAST = 30;

  @TempDir Path directory;

  /** A slow writer would be asked without end. */
  private static final int AT_MOST = 200;

  /** An answer without its events, which together do not fit memory, and what was written then. */
  private record Asked(
      EventQuery query,
      long before,
      long after,
      OptionalLong total,
      List<Long> sequences,
      int hash) {
    Asked(EventQuery query, long before, long after, QueryResponse response) {
      this(
          query,
          before,
          after,
          response.total(),
          sequencesOf(response.events()),
          response.events().hashCode());
    }

    boolean isPage(List<SemanticEvent> page) {
      return sequences.equals(sequencesOf(page)) && hash == page.hashCode();
    }
  }

  private static List<Long> sequencesOf(List<SemanticEvent> events) {
    return events.stream().map(SemanticEvent::sequence).toList();
  }

  /** On a thread of its own: the common pool may have one thread only, and these run on and on. */
  private static CompletableFuture<Void> besides(Runnable work) {
    return CompletableFuture.runAsync(work, command -> new Thread(command, "besides").start());
  }

  private static boolean isToBeAsked(CompletableFuture<Void> writer, List<Asked> answers) {
    return answers.size() < (writer.isDone() ? AT_LEAST : AT_MOST);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void shouldAnswerLikeAFullScanOfWhatWasWrittenAtOneMoment(long seed) {
    List<Asked> answers = new ArrayList<>();
    try (SemanticJournal journal = SemanticJournal.open(RandomJournal.config(directory));
        JournalQueries queries = JournalQueries.of(journal, JournalQueries.UserKeys.NONE)) {
      askWhileItIsWritten(journal, queries, seed, answers);
    }
    assertAllOfOneMoment(answers, seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void shouldAnswerLikeAFullScanWhereAnotherProcessMayWrite(long seed) {
    List<Asked> answers = new ArrayList<>();
    try (SemanticJournal journal = SemanticJournal.open(RandomJournal.config(directory));
        JournalQueries queries = JournalQueries.open(directory, JournalQueries.UserKeys.NONE)) {
      askWhileItIsWritten(journal, queries, seed, answers);
    }
    assertAllOfOneMoment(answers, seed);
  }

  private static void askWhileItIsWritten(
      SemanticJournal journal, JournalQueries queries, long seed, List<Asked> answers) {
    CompletableFuture<Void> writer =
        besides(() -> new RandomJournal(seed, PADDING).emit(journal, EVENTS));
    RandomQueries random = new RandomQueries(seed);
    while (isToBeAsked(writer, answers)) {
      EventQuery query = random.next();
      long before = journal.status().writtenSequence();
      QueryResponse response = queries.queryEvents(query);
      answers.add(new Asked(query, before, journal.status().lastEmittedSequence(), response));
    }
    writer.join();
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22})
  void shouldShowAllThatRetentionHasLeft(long seed) {
    List<Asked> answers = new ArrayList<>();
    List<Long> firstLeft = new ArrayList<>();
    AtomicLong firstKept = new AtomicLong(1);
    try (SemanticJournal journal = SemanticJournal.open(RandomJournal.config(directory));
        JournalQueries queries = JournalQueries.of(journal, JournalQueries.UserKeys.NONE)) {
      AtomicBoolean ended = new AtomicBoolean();
      CompletableFuture<Void> retention = besides(() -> removeUntil(ended, firstKept));
      askAllWhileItIsWritten(journal, queries, seed, answers, () -> firstLeft.add(firstKept.get()));
      ended.set(true);
      retention.join();
    }
    assertThat(firstKept.get()).isGreaterThan(1);
    List<SemanticEvent> all = allOf(seed);
    for (int i = 0; i < answers.size(); i++) {
      long first = firstLeft.get(i);
      assertShowsAll(answers.get(i), all, event -> event.sequence() >= first);
    }
  }

  /** Removes the oldest segment once it is closed and others follow it, over and over. */
  private void removeUntil(AtomicBoolean ended, AtomicLong firstKept) {
    JournalDirectory journal = JournalDirectory.existing(directory);
    while (!ended.get()) {
      List<SegmentFile> files = journal.segments();
      if (files.size() > 2 && SegmentHead.read(files.get(0)).seal().isPresent()) {
        firstKept.set(files.get(1).firstSequence());
        try {
          Files.delete(files.get(0).path());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32})
  void shouldShowAllThatCompactionHasLeft(long seed) {
    List<Asked> answers = new ArrayList<>();
    try (SemanticJournal journal = SemanticJournal.open(RandomJournal.config(directory));
        JournalQueries queries = JournalQueries.of(journal, JournalQueries.UserKeys.NONE)) {
      AtomicBoolean ended = new AtomicBoolean();
      CompletableFuture<Void> compaction = besides(() -> compactUntil(ended));
      askAllWhileItIsWritten(journal, queries, seed, answers, () -> {});
      ended.set(true);
      compaction.join();
    }
    List<SemanticEvent> all = allOf(seed);
    assertThat(RandomJournal.readAll(directory)).hasSizeLessThan(all.size());
    for (Asked asked : answers) {
      assertShowsAll(asked, all, event -> isKept(event.sequence()));
    }
  }

  private static boolean isKept(long sequence) {
    return sequence % 5 != 0;
  }

  /** Takes events out of one closed segment after another, over and over. */
  private void compactUntil(AtomicBoolean ended) {
    JournalDirectory journal = JournalDirectory.existing(directory);
    while (!ended.get()) {
      for (SegmentFile file : journal.segments()) {
        if (!SegmentHead.isBlank(file) && SegmentHead.read(file).seal().isPresent()) {
          try {
            Rewriting.keepOnly(directory, file.firstSequence(), RunningWriterQueriesTest::isKept);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      }
    }
  }

  /** The events of a seed, of which nothing was taken away. */
  private List<SemanticEvent> allOf(long seed) {
    Path whole = directory.resolve("whole");
    try (SemanticJournal journal = SemanticJournal.open(RandomJournal.config(whole))) {
      new RandomJournal(seed, PADDING).emit(journal, EVENTS);
    }
    return RandomJournal.readAll(whole);
  }

  private static void askAllWhileItIsWritten(
      SemanticJournal journal,
      JournalQueries queries,
      long seed,
      List<Asked> answers,
      Runnable afterEach) {
    CompletableFuture<Void> writer =
        besides(() -> new RandomJournal(seed, PADDING).emit(journal, EVENTS));
    RandomQueries random = new RandomQueries(seed);
    while (isToBeAsked(writer, answers)) {
      EventQuery query =
          EventQuery.builder().filter(random.next().filter()).limit(Integer.MAX_VALUE).build();
      long before = journal.status().writtenSequence();
      QueryResponse response = queries.queryEvents(query);
      answers.add(new Asked(query, before, journal.status().lastEmittedSequence(), response));
      afterEach.run();
    }
    writer.join();
  }

  /** No event too many, and each that was kept and written before. */
  private static void assertShowsAll(
      Asked asked, List<SemanticEvent> all, Predicate<SemanticEvent> kept) {
    List<SemanticEvent> matches = BruteForce.matches(asked.query, all);
    List<Long> shown = asked.sequences;
    assertThat(shown).isSorted().doesNotHaveDuplicates();
    assertThat(sequencesOf(upTo(asked.after, matches))).containsAll(shown);
    assertThat(shown)
        .containsAll(
            upTo(asked.before, matches).stream()
                .filter(kept)
                .map(SemanticEvent::sequence)
                .toList());
  }

  private void assertAllOfOneMoment(List<Asked> answers, long seed) {
    List<SemanticEvent> all = RandomJournal.readAll(directory);
    assertThat(all).hasSize(EVENTS);
    for (int i = 0; i < answers.size(); i++) {
      Asked asked = answers.get(i);
      List<SemanticEvent> matches = BruteForce.matches(asked.query, all);
      assertThat(isOfOneMoment(asked, matches))
          .as(
              "seed %d, query %d, %s by %s, written %d..%d: total %s, expected %d, events %s",
              seed,
              i,
              asked.query.filter(),
              asked.query.sort(),
              asked.before,
              asked.after,
              asked.total,
              upTo(asked.before, matches).size(),
              asked.sequences)
          .isTrue();
    }
  }

  /** Whether the answer is that of a scan up to some sequence that was the last meanwhile. */
  private static boolean isOfOneMoment(Asked asked, List<SemanticEvent> matches) {
    long total = asked.total.orElseThrow();
    long last =
        matches.stream().mapToLong(SemanticEvent::sequence).sorted().limit(total).max().orElse(0);
    return total >= upTo(asked.before, matches).size()
        && total <= upTo(asked.after, matches).size()
        && asked.isPage(BruteForce.page(asked.query, upTo(last, matches)));
  }

  private static List<SemanticEvent> upTo(long last, List<SemanticEvent> matches) {
    return matches.stream().filter(event -> event.sequence() <= last).toList();
  }
}
