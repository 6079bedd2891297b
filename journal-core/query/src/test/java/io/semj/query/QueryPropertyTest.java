package io.semj.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.SemanticJournal;
import io.semj.event.SemanticEvent;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryPropertyTest {
  private static final int QUERIES = 80;

  @TempDir Path directory;

  static void check(JournalQueries queries, List<SemanticEvent> all, long seed) {
    RandomQueries random = new RandomQueries(seed);
    for (int i = 0; i < QUERIES; i++) {
      EventQuery query = random.next();
      List<SemanticEvent> expected = BruteForce.matches(query, all);
      QueryResponse response = queries.queryEvents(query);
      assertThat(response.events())
          .as("seed %d, query %d, %s", seed, i, query.filter())
          .containsExactlyElementsOf(BruteForce.page(query, expected));
      assertThat(response.total()).hasValue(expected.size());
      assertThat(response.hasMore())
          .isEqualTo(expected.size() > (long) query.offset() + query.limit());
    }
  }

  private void fill(long seed, int events) {
    new RandomJournal(seed).fill(directory, events);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldAnswerLikeAFullScan(long seed) {
    fill(seed, 2_000);
    List<SemanticEvent> all = RandomJournal.readAll(directory);

    try (JournalQueries queries = JournalQueries.open(directory, JournalQueries.UserKeys.NONE)) {
      check(queries, all, seed);
    }
    try (JournalQueries again = JournalQueries.open(directory, JournalQueries.UserKeys.NONE)) {
      check(again, all, seed + 100);
    }
  }

  @Test
  void shouldSeeWhatWasWrittenBeforeTheQueryWhileTheWriterGoesOn() {
    try (SemanticJournal journal = SemanticJournal.open(RandomJournal.config(directory));
        JournalQueries queries = JournalQueries.of(journal, JournalQueries.UserKeys.NONE)) {
      RandomJournal random = new RandomJournal(11);
      List<SemanticEvent> all = new ArrayList<>();
      for (int round = 0; round < 20; round++) {
        random.emit(journal, 150);
        journal.flush();
        QueryResponse response =
            queries.queryEvents(EventQuery.builder().limit(Integer.MAX_VALUE).build());
        assertThat(response.events()).hasSize((round + 1) * 150);
        all = response.events();
      }
      assertThat(all).containsExactlyElementsOf(RandomJournal.readAll(directory));
      check(queries, all, 12);
    }
  }

  @Test
  void shouldAnswerRightlyAfterDamageToIndexFiles() throws IOException {
    fill(21, 2_000);
    List<SemanticEvent> all = RandomJournal.readAll(directory);
    try (JournalQueries queries = JournalQueries.open(directory, JournalQueries.UserKeys.NONE)) {
      check(queries, all, 22);
    }
    damageIndexes(new Random(23));

    try (JournalQueries queries = JournalQueries.open(directory, JournalQueries.UserKeys.NONE)) {
      check(queries, all, 24);
    }
  }

  private void damageIndexes(Random random) throws IOException {
    int damaged = 0;
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory.resolve(IndexFiles.DIRECTORY))) {
      for (Path file : files) {
        byte[] bytes = Files.readAllBytes(file);
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
        Files.write(file, java.util.Arrays.copyOf(bytes, length));
        damaged++;
      }
    }
    assertThat(damaged).isGreaterThan(3);
  }

  @Test
  void shouldAnswerRightlyAfterSegmentsWereRemoved() throws IOException {
    fill(31, 2_000);
    try (JournalQueries queries = JournalQueries.open(directory, JournalQueries.UserKeys.NONE)) {
      check(queries, RandomJournal.readAll(directory), 32);
      Files.delete(directory.resolve("00000000000000000001.semj"));
      List<SemanticEvent> left = RandomJournal.readAll(directory);
      assertThat(left).isNotEmpty();
      assertThat(left.get(0).sequence()).isGreaterThan(1);
      check(queries, left, 33);
    }
  }

  @Test
  void shouldAnswerRightlyAfterSegmentsWereRewrittenUnderIt() throws IOException {
    fill(61, 1_200);
    try (JournalQueries queries = JournalQueries.open(directory, JournalQueries.UserKeys.NONE)) {
      check(queries, RandomJournal.readAll(directory), 62);
      Rewriting.keepOnly(directory, 401, sequence -> sequence % 5 < 2);
      check(queries, RandomJournal.readAll(directory), 63);
      Rewriting.keepOnly(directory, 401, sequence -> sequence % 5 == 0);
      check(queries, RandomJournal.readAll(directory), 64);
    }
  }

  @Test
  void shouldAnswerRightlyWhenASegmentIsRewrittenBeforeItsIndexIsMade() throws IOException {
    fill(65, 600);
    try (JournalQueries first = JournalQueries.open(directory, JournalQueries.UserKeys.NONE)) {
      first.queryEventsBySequence(1, 1, 1);
    }
    Rewriting.keepOnly(directory, 201, sequence -> sequence % 2 == 0);
    Files.delete(directory.resolve(IndexFiles.DIRECTORY).resolve("00000000000000000401.semx"));
    try (JournalQueries queries = JournalQueries.open(directory, JournalQueries.UserKeys.NONE)) {
      check(queries, RandomJournal.readAll(directory), 66);
    }
  }

  @Test
  void shouldAnswerRightlyWhileIndexFilesAreCutShortOrOverwrittenUnderIt() throws IOException {
    fill(67, 1_000);
    List<SemanticEvent> all = RandomJournal.readAll(directory);
    try (JournalQueries queries = JournalQueries.open(directory, JournalQueries.UserKeys.NONE)) {
      check(queries, all, 68);
      damageIndexes(new Random(69));
      check(queries, all, 70);
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(directory.resolve(IndexFiles.DIRECTORY))) {
        for (Path file : files) {
          Files.write(file, new byte[0]);
        }
      }
      check(queries, all, 71);
    }
  }

  @Test
  void shouldStreamAllMatchesInBothDirections() {
    fill(41, 1_500);
    List<SemanticEvent> all = RandomJournal.readAll(directory);
    try (JournalQueries queries = JournalQueries.open(directory, JournalQueries.UserKeys.NONE)) {
      assertThat(drain(queries.stream(EventQuery.builder().build())))
          .containsExactlyElementsOf(all);
      List<SemanticEvent> reversed = new ArrayList<>(all);
      java.util.Collections.reverse(reversed);
      assertThat(drain(queries.stream(EventQuery.builder().descending().build())))
          .containsExactlyElementsOf(reversed);
    }
  }

  private static List<SemanticEvent> drain(EventStream stream) {
    List<SemanticEvent> events = new ArrayList<>();
    try (stream) {
      stream.forEachRemaining(events::add);
    }
    return events;
  }

  @ParameterizedTest
  @ValueSource(longs = {51, 52, 53})
  void shouldGiveEveryMatchOnceWhenPagedThroughByCursor(long seed) {
    fill(seed, 1_200);
    List<SemanticEvent> all = RandomJournal.readAll(directory);
    RandomQueries random = new RandomQueries(seed);
    try (JournalQueries queries = JournalQueries.open(directory, JournalQueries.UserKeys.NONE)) {
      for (int i = 0; i < 20; i++) {
        EventQuery query = random.next();
        assertThat(pages(queries, query)).containsExactlyElementsOf(BruteForce.matches(query, all));
      }
    }
  }

  private static List<SemanticEvent> pages(JournalQueries queries, EventQuery query) {
    List<SemanticEvent> events = new ArrayList<>();
    EventQueryBuilder page =
        EventQuery.builder().filter(query.filter()).sort(query.sort()).limit(37);
    query.predicate().ifPresent(page::where);
    if (query.isDescending()) {
      page.descending();
    }
    QueryResponse response = queries.queryEvents(page.build());
    events.addAll(response.events());
    while (response.hasMore()) {
      page.after(QueryCursor.parse(response.cursor().orElseThrow().toString()));
      response = queries.queryEvents(page.build());
      events.addAll(response.events());
    }
    return events;
  }
}
