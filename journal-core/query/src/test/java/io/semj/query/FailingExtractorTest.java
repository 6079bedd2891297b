package io.semj.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.SemanticJournal;
import io.semj.event.SemanticEvent;
import io.semj.format.RecordFlyweight;
import io.semj.index.IndexKey;
import io.semj.index.KeyKind;
import io.semj.index.KeySink;
import io.semj.query.JournalQueries.UserKeys;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An extractor of the application's keys that throws. */
class FailingExtractorTest {
  private static final long FAILS_AT = 130;
  private static final UserKeys KEYS = new UserKeys("residue-1", FailingExtractorTest::extract);
  private static final EventQuery QUERY =
      EventQuery.builder()
          .nearKey("residue", 3)
          .where(event -> event.sequence() % 7 == 3)
          .limit(Integer.MAX_VALUE)
          .build();

  @TempDir Path directory;

  private static void extract(RecordFlyweight record, KeySink sink) {
    long sequence = record.userspaceSequence();
    if (sequence == FAILS_AT) {
      throw new IllegalStateException("extractor fails");
    }
    sink.add(IndexKey.user("residue", sequence % 7));
  }

  private static void check(JournalQueries queries, long last) {
    List<Long> expected = LongStream.rangeClosed(1, last).filter(i -> i % 7 == 3).boxed().toList();
    assertThat(queries.queryEvents(QUERY).events())
        .extracting(SemanticEvent::sequence)
        .containsExactlyElementsOf(expected);
  }

  @Test
  void shouldMissNothingInTheLiveSegmentNorOnceItIsClosed() {
    RandomJournal random = new RandomJournal(15);
    try (SemanticJournal journal = SemanticJournal.open(RandomJournal.config(directory));
        JournalQueries queries = JournalQueries.of(journal, KEYS)) {
      for (long last = 50; last <= 200; last += 50) {
        random.emit(journal, 50);
        journal.flush();
        check(queries, last);
      }
    }
    try (JournalQueries again = JournalQueries.open(directory, KEYS)) {
      check(again, 200);
      assertThat(again.queryEvents(QUERY).explain().indexesUsed()).doesNotContain(KeyKind.USER);
    }
  }

  @Test
  void shouldStillUseTheKeysOfOtherSegments() {
    new RandomJournal(16).fill(directory, 600);
    try (JournalQueries queries = JournalQueries.open(directory, KEYS)) {
      check(queries, 600);
      assertThat(queries.queryEvents(QUERY).explain().indexesUsed()).contains(KeyKind.USER);
    }
  }
}
