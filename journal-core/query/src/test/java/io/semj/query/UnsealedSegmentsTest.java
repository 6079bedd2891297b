package io.semj.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.SemanticJournal;
import io.semj.core.fixture.Crash;
import io.semj.error.ConsistencyException;
import io.semj.error.CorruptionException;
import io.semj.event.SemanticEvent;
import io.semj.query.JournalQueries.UserKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Segments that the writer has left and that are not sealed: for a moment, or since a crash. */
class UnsealedSegmentsTest {
  private static final EventQuery ALL = EventQuery.builder().limit(Integer.MAX_VALUE).build();
  private static final int EVENTS = 1_000;

  @TempDir Path directory;

  @BeforeEach
  void fill() {
    new RandomJournal(21).fill(directory, EVENTS); // 200 in each segment
  }

  private Path segment(long first) {
    return directory.resolve(String.format("%020d.semj", first));
  }

  private Path index(long first) {
    return directory.resolve(IndexFiles.DIRECTORY).resolve(String.format("%020d.semx", first));
  }

  private JournalQueries open() {
    return JournalQueries.open(directory, UserKeys.NONE);
  }

  private void unseal(long... firstSequences) {
    for (long first : firstSequences) {
      Crash.unseal(segment(first));
    }
  }

  private List<SemanticEvent> assertSeesAll(JournalQueries queries) {
    List<SemanticEvent> all = RandomJournal.readAll(directory);
    assertThat(queries.queryEvents(ALL).events()).containsExactlyElementsOf(all);
    for (SemanticEvent event : all) {
      assertThat(queries.positionOf(event.sequence()).segment())
          .isEqualTo((event.sequence() - 1) / 200 * 200 + 1);
    }
    assertThat(queries.positionOf(all.size() + 1L)).isEqualTo(RecordPosition.NOT_WRITTEN);
    return all;
  }

  @Test
  void shouldSeeAllBehindSeveralThatAreNotSealed() {
    unseal(201, 401, 601, 801);
    try (JournalQueries queries = open()) {
      assertThat(assertSeesAll(queries)).hasSize(EVENTS);
      assertThat(index(1)).exists();
      assertThat(index(201)).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldSeeSealedOnesBehindOneThatIsNot(boolean indexed) {
    if (indexed) {
      try (JournalQueries queries = open()) {
        queries.queryEvents(ALL);
      }
    }
    unseal(1, 401);
    for (int time = 0; time < 2; time++) {
      try (JournalQueries queries = JournalQueries.openReadOnly(directory)) {
        assertThat(assertSeesAll(queries)).hasSize(EVENTS);
        assertThat(assertSeesAll(queries)).hasSize(EVENTS);
      }
      try (JournalQueries queries = open()) {
        assertThat(assertSeesAll(queries)).hasSize(EVENTS);
      }
    }
  }

  @Test
  void shouldMakeIndexFilesOnceTheyAreSealed() {
    unseal(201, 401, 601, 801);
    try (JournalQueries queries = open()) {
      queries.queryEvents(ALL);
      Crash.seal(directory, segment(201));
      assertSeesAll(queries);
      assertThat(index(201)).exists();
      assertThat(index(401)).doesNotExist();

      try (SemanticJournal journal = SemanticJournal.open(RandomJournal.config(directory))) {
        new RandomJournal(22).emit(journal, 100);
        journal.flush();
        assertThat(assertSeesAll(queries)).hasSize(EVENTS + 100);
      }
      assertThat(assertSeesAll(queries)).hasSize(EVENTS + 100);
      assertThat(index(401)).exists();
      assertThat(index(801)).exists();
    }
    assertThat(IndexVerifier.verify(directory).problems()).isEmpty();
    assertThat(IndexVerifier.verify(directory).sound()).isEqualTo(6);
  }

  @Test
  void shouldEndAtTornBytesOfTheLastOne() {
    unseal(801);
    Crash.write(segment(801), Crash.size(segment(801)), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
    try (JournalQueries queries = open()) {
      assertThat(assertSeesAll(queries)).hasSize(EVENTS);
      try (SemanticJournal journal = SemanticJournal.open(RandomJournal.config(directory))) {
        assertThat(assertSeesAll(queries)).hasSize(EVENTS);
        new RandomJournal(22).emit(journal, 100);
        journal.flush();
        assertThat(assertSeesAll(queries)).hasSize(EVENTS + 100);
      }
    }
  }

  @Test
  void shouldTellADamagedBlockOfTheLastOneThatOthersFollow() throws Exception {
    long position;
    try (JournalQueries queries = open()) {
      queries.queryEvents(ALL);
      position = queries.positionOf(850).block();
    }
    unseal(801);
    Crash.flipByte(segment(801), position + 50);
    assertRefusesAsReadersDo(CorruptionException.class, "block is damaged");
  }

  @Test
  void shouldTellBytesBehindTheEndOfOneThatIsFollowed() {
    unseal(401, 601, 801);
    Crash.write(segment(401), Crash.size(segment(401)), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
    assertRefusesAsReadersDo(CorruptionException.class, "block is damaged");
  }

  @Test
  void shouldTellEventsThatAreMissingAtTheEndOfOneThatIsFollowed() throws Exception {
    long position;
    try (JournalQueries queries = open()) {
      queries.queryEvents(ALL);
      position = queries.positionOf(550).block();
    }
    unseal(401, 601, 801);
    Crash.truncate(segment(401), position);
    assertRefusesAsReadersDo(ConsistencyException.class, "events are missing");
  }

  @Test
  void shouldTellThatOneHasLostAllItsEvents() {
    unseal(401);
    Crash.truncate(segment(401), 512);
    assertRefusesAsReadersDo(ConsistencyException.class, "events are missing");
  }

  private void assertRefusesAsReadersDo(Class<? extends Throwable> type, String message) {
    assertThatThrownBy(() -> RandomJournal.readAll(directory)).isInstanceOf(type);
    try (JournalQueries queries = open()) {
      for (int time = 0; time < 2; time++) {
        assertThatThrownBy(() -> queries.queryEvents(ALL))
            .isInstanceOf(type)
            .hasMessageContaining(message);
      }
    }
  }

  @Test
  void shouldEndBeforeASuccessorOfWhichNothingIsThereYet() throws Exception {
    unseal(601);
    Files.delete(segment(801));
    Files.write(segment(801), new byte[4_096]);
    try (JournalQueries queries = open()) {
      assertThat(assertSeesAll(queries)).hasSize(800);
    }
  }

  @Test
  void shouldEndBehindASuccessorWithoutEvents() {
    unseal(601, 801);
    Crash.truncate(segment(801), 512);
    try (JournalQueries queries = open()) {
      assertThat(assertSeesAll(queries)).hasSize(800);
    }
  }

  @Test
  void shouldIndexAgainWhatAnExtractorOfKeysHasLeftUnfinished() {
    AtomicBoolean failed = new AtomicBoolean();
    UserKeys keys =
        new UserKeys(
            "fails once",
            (record, sink) -> {
              if (record.userspaceSequence() == 450 && failed.compareAndSet(false, true)) {
                throw new LinkageError("extractor failed");
              }
            });
    unseal(401);
    try (JournalQueries queries = JournalQueries.open(directory, keys)) {
      assertThatThrownBy(() -> queries.queryEvents(ALL)).isInstanceOf(LinkageError.class);
      assertThat(assertSeesAll(queries)).hasSize(EVENTS);
    }
  }
}
