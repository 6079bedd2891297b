package io.semj.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.SemanticJournal;
import io.semj.event.SemanticEvent;
import io.semj.query.JournalQueries.UserKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several who ask one journal, and make its index files all at once. */
@Timeout(300)
class SharedIndexFilesTest {
  private static final int ASKING = 4;
  private static final EventQuery ALL = EventQuery.builder().limit(Integer.MAX_VALUE).build();

  @TempDir Path directory;

  private Path index(String name) {
    return directory.resolve(IndexFiles.DIRECTORY).resolve(name);
  }

  private List<String> indexFiles() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(IndexFiles.DIRECTORY))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void shouldAnswerEachAndLeaveOneSoundFileForASegment() throws Exception {
    new RandomJournal(41).fill(directory, 1_000);
    List<SemanticEvent> all = RandomJournal.readAll(directory);
    CyclicBarrier barrier = new CyclicBarrier(ASKING);
    Callable<List<SemanticEvent>> asking =
        () -> {
          try (JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE)) {
            barrier.await();
            return queries.queryEvents(ALL).events();
          }
        };
    ExecutorService threads = Executors.newFixedThreadPool(ASKING);
    try {
      for (int round = 0; round < 5; round++) {
        List<Future<List<SemanticEvent>>> answers = new ArrayList<>();
        for (int i = 0; i < ASKING; i++) {
          answers.add(threads.submit(asking));
        }
        for (Future<List<SemanticEvent>> answer : answers) {
          assertThat(answer.get()).containsExactlyElementsOf(all);
        }
        assertThat(indexFiles()).hasSize(5).allMatch(name -> name.endsWith(IndexFiles.SUFFIX));
        IndexVerifier.Report report = IndexVerifier.verify(directory);
        assertThat(report.problems()).isEmpty();
        assertThat(report.sound()).isEqualTo(5);
        for (String name : indexFiles()) {
          Files.delete(index(name));
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void shouldDeleteWhatIsLeftOfSegmentsThatAreGoneAndOfProcessesThatEnded() throws IOException {
    new RandomJournal(43).fill(directory, 600);
    try (JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE)) {
      queries.queryEvents(ALL);
    }
    Files.delete(directory.resolve("00000000000000000001.semj"));
    Files.createFile(index("00000000000000000401.semx1.tmp"));
    Files.createFile(index("00000000000000000401.semx2.tmp"));
    Files.createFile(index("notes"));
    Files.setLastModifiedTime(
        index("00000000000000000401.semx1.tmp"),
        FileTime.fromMillis(System.currentTimeMillis() - 7_200_000));

    try (JournalQueries queries = JournalQueries.openReadOnly(directory)) {
      assertThat(queries.queryEvents(ALL).events()).hasSize(400);
      assertThat(indexFiles()).hasSize(6);
    }
    try (JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE)) {
      assertThat(queries.queryEvents(ALL).events()).hasSize(400);
    }
    assertThat(indexFiles())
        .containsExactly(
            "00000000000000000201.semx",
            "00000000000000000401.semx",
            "00000000000000000401.semx2.tmp",
            "notes");
  }

  @Test
  void shouldMakeIndexFilesBehindTheWriterWhenAnExtractorOfKeysHasFailedOnce() {
    AtomicBoolean failed = new AtomicBoolean();
    UserKeys keys =
        new UserKeys(
            "fails once",
            (record, sink) -> {
              if (failed.compareAndSet(false, true)) {
                throw new IllegalStateException("extractor failed");
              }
            });
    try (SemanticJournal journal = SemanticJournal.open(RandomJournal.config(directory));
        JournalQueries queries = JournalQueries.of(journal, keys)) {
      new RandomJournal(42, 15_000).emit(journal, 300);
      journal.flush();
      Awaitility.await()
          .atMost(60, TimeUnit.SECONDS)
          .until(() -> failed.get() && Files.exists(index("00000000000000000001.semx")));
      assertThat(queries.queryEvents(ALL).events()).hasSize(300);
    }
  }
}
