package io.semj.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.SemanticJournal;
import io.semj.core.fixture.Crash;
import io.semj.tool.fixture.Journals;
import io.semj.tool.fixture.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code semj query}, {@code agg} and {@code index}. */
class AskTest {
  private static final int EVENTS = 24;
  private static final long FIRST_SECOND = 1_760_000_000L;

  @TempDir private Path temp;
  private Path journal;

  /** Event number n: everything about it follows from n. */
  private static String line(int n) {
    return String.format(
        Locale.ROOT,
        "{\"type\":\"%s\",\"timestamp_ns\":%d000000000,\"event_priority\":%d,\"event_flags\":%d,"
            + "\"agent_relevance_score\":%d,\"agent_visibility_mask\":%d,\"context\":{"
            + "\"agent_id\":\"agent-%d\",\"session_id\":%d,\"causality_chain_id\":%d,"
            + "\"transaction_id\":%d,\"path\":\"/data/%d/f%d\",\"semantic_tags\":\"[\\\"t%d\\\"]\"},"
            + "\"payload\":\"word%d text\",\"metadata\":\"m\"}%n",
        n % 2 == 0 ? "filesystem.write" : "agent.query",
        FIRST_SECOND + (n % 5) * 3_600L + n,
        1 + n % 5,
        n % 8,
        n * 4,
        1 << (n % 4),
        n % 3,
        1 + n % 4,
        1 + n % 6,
        1 + n % 7,
        n % 3,
        n,
        n % 5,
        n);
  }

  @BeforeEach
  void fill() {
    journal = temp.resolve("journal");
    String lines =
        IntStream.rangeClosed(1, EVENTS).mapToObj(AskTest::line).collect(Collectors.joining());
    assertThat(Run.withInput(lines, "emit", "--batch", "4", journal).err()).isEmpty();
  }

  private static Run run(String verb, String options, Path place) {
    return Run.of(
        Stream.of(Stream.of(verb), Arrays.stream(options.split(" ")), Stream.of(place))
            .flatMap(part -> part)
            .filter(word -> !word.toString().isEmpty())
            .toArray());
  }

  private static List<Integer> sequences(Run run) {
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    return run.lines().stream()
        .filter(line -> !line.startsWith("{\"summary\":"))
        .map(line -> Integer.valueOf(line.replaceAll("^\\{\"sequence\":(\\d+),.*", "$1")))
        .toList();
  }

  private static List<Integer> numbers(String text) {
    return text.isBlank()
        ? List.of()
        : Arrays.stream(text.split(" ")).map(Integer::valueOf).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--type agent.query --limit 3 | 1 3 5",
        "--category filesystem --limit 3 | 2 4 6",
        "--from-seq 3 --to-seq 5 | 3 4 5",
        "--since @1760003601 --until @1760003606 | 1 6",
        "--agent agent-2 --to-seq 9 | 2 5 8",
        "--tx 3 | 2 9 16 23",
        "--session 4 | 3 7 11 15 19 23",
        "--session 4 --session 1 --to-seq 8 | 3 4 7 8",
        "--chain 6 | 5 11 17 23",
        "--path /data/1/f7 | 7",
        "--path /data/{1,2}/f1? | 10 11 13 14 16 17 19",
        "--priority critical | 5 10 15 20",
        "--flag atomic,causal | 5 7 13 15 21 23",
        "--flag 0x07 | 7 15 23",
        "--tag t3 | 3 8 13 18 23",
        "--min-relevance 92 | 23 24",
        "--visible-to 0x8 | 3 7 11 15 19 23",
        "--visible-to 3 --to-seq 8 | 1 4 5 8",
        "--text word2 --limit 3 | 2 20 21",
        "--session 4 --tag t3 --text word | 3 23",
        "--sort time --limit 3 | 5 10 15",
        "--sort time --descending --limit 3 | 24 19 14",
        "--sort relevance --descending --limit 2 | 24 23",
        "--sort priority --limit 3 | 5 10 15",
        "--sort event-id --descending --limit 1 | 24",
        "--descending --limit 2 | 24 23",
        "--offset 20 | 21 22 23 24",
        "--offset 2 --limit 2 | 3 4",
        "--limit 0 | ''",
        "--agent nobody | ''",
        "--from-seq 25 | ''"
      })
  void shouldAnswerByEveryFilterAndInEveryOrder(String options, String expected) {
    assertThat(sequences(run("query", "--json " + options, journal))).isEqualTo(numbers(expected));
    // An index that is there already answers the same.
    assertThat(sequences(run("query", "--json " + options, journal))).isEqualTo(numbers(expected));
    if (!options.contains("--sort") && !options.contains("--offset")) {
      String plain = options.replace("--descending", "--reverse");
      assertThat(sequences(run("cat", "--json " + plain, journal))).isEqualTo(numbers(expected));
    }
  }

  @Test
  void shouldPrintEventsAsCatDoes() {
    assertThat(Run.of("query", "--json", journal).out())
        .isEqualTo(Run.of("cat", "--json", journal).out());
    assertThat(Run.of("query", journal).out()).isEqualTo(Run.of("cat", journal).out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--sort time", "--sort priority --descending", "--category agent"})
  void shouldGoOnWithACursorWhereAnAnswerEnded(String question) {
    List<Integer> all = sequences(run("query", "--json " + question, journal));
    List<Integer> paged = new ArrayList<>();
    String after = "";
    for (boolean more = true; more; ) {
      Run page = run("query", "--json --summary --limit 5 " + question + after, journal);
      paged.addAll(sequences(page));
      String summary = page.lines().get(page.lines().size() - 1);
      more = summary.contains("\"has_more\":true");
      after = " --after " + summary.replaceAll(".*\"cursor\":\"?([^\",]*).*", "$1");
    }
    assertThat(paged).isEqualTo(all);
  }

  @Test
  void shouldSummarizeForMachinesAndPeople() {
    Run json = run("query", "--json --total --explain --limit 2 --tx 3", journal);
    assertThat(json.lines()).hasSize(3);
    assertThat(json.lines().get(2))
        .startsWith(
            "{\"summary\":{\"events\":2,\"total\":4,\"has_more\":true,\"cursor\":\"SEQUENCE+:9:9\",")
        .contains("\"indexes_used\":[\"transaction\"]", "\"blocks_read\":");
    Run text = run("query", "--total --limit 2 --tx 3", journal);
    assertThat(text.lines()).hasSize(3);
    assertThat(text.lines().get(2))
        .startsWith("-- 2 events of 4 in ")
        .endsWith("; for more: --after SEQUENCE+:9:9");
  }

  @Test
  void shouldLeaveOutWhatIsNotAskedFor() {
    String line = run("query", "--json --limit 1 --content metadata", journal).out();
    assertThat(line).contains("\"payload\":\"\"", "\"metadata\":\"m\"");
    assertThat(run("query", "--json --limit 1 --content none", journal).out())
        .contains("\"payload\":\"\"", "\"metadata\":\"\"", "\"agent_id\":\"agent-1\"");
  }

  @ParameterizedTest
  @CsvSource({
    "--sort, color",
    "--limit, -1",
    "--offset, -1",
    "--after, nonsense",
    "--after, TIME+:1:1",
    "--content, pictures",
    "--flag, blue",
    "--flag, 0",
    "--visible-to, 0",
    "--min-relevance, 101",
    "--session, x",
    "--chain, 0",
    "--text, ''"
  })
  void shouldRefuseAQuestionThatMakesNoSenseInOneLine(String option, String value) {
    Run run = Run.of("query", option + "=" + value, journal);
    assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).startsWith("semj: ").hasLineCount(1);
  }

  @Test
  void shouldCountInGroups() {
    assertThat(Run.of("agg", "--json", "--by", "type", journal).lines())
        .hasSize(2)
        .allMatch(line -> line.contains("\"events\":12,"))
        .anyMatch(line -> line.startsWith("{\"type\":\"agent.query\","));
    assertThat(Run.of("agg", "--json", "--by", "agent", "--to-seq", "3", journal).lines())
        .hasSize(3)
        .allMatch(line -> line.contains("\"events\":1,") && line.contains("\"distinct_agents\":1"));
    assertThat(Run.of("agg", "--json", "--by", "day", journal).lines())
        .singleElement()
        .asString()
        .startsWith("{\"day\":\"2025-10-09\",\"events\":24,");
    assertThat(Run.of("agg", "--json", "--by", "category,priority", journal).lines()).hasSize(10);
    assertThat(Run.of("agg", "--by", "priority", journal).out())
        .startsWith("PRIORITY")
        .contains("\ncritical ");
    assertThat(Run.of("agg", "--json", "--by", "category", journal).out())
        .contains("{\"category\":\"agent\",");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hour", "bucket=1h"})
  void shouldPutGroupsOfTimeInItsOrder(String by) {
    List<String> lines = Run.of("agg", "--json", "--by", by, journal).lines();
    assertThat(lines).hasSizeBetween(5, 6).isSorted();
  }

  @ParameterizedTest
  @ValueSource(strings = {"color", "bucket=0s", "bucket=x", "bucket", "bucket=1h,bucket=2h", ""})
  void shouldRefuseGroupsThatMakeNoSenseInOneLine(String by) {
    Run run = Run.of("agg", "--by", by, journal);
    assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).startsWith("semj: --by ").hasLineCount(1);
  }

  private Path indexFile() {
    return journal.resolve("index/00000000000000000001.semx");
  }

  @Test
  void shouldMakeVerifyAndListIndexFiles() throws IOException {
    assertThat(Run.of("index", "info", journal).out()).endsWith("0 index files, 1 missing\n");
    assertThat(Run.of("index", "verify", journal).out())
        .isEqualTo("index files  0 sound, 0 stale, 1 missing, 0 wrong\n");
    assertThat(Run.of("index", "rebuild", journal).out()).startsWith("made 1 index files of ");
    assertThat(Run.of("index", "info", "--json", journal).out())
        .contains("\"index\":\"00000000000000000001.semx\"");
    assertThat(Run.of("index", "verify", journal).out()).contains(" 1 sound, 0 stale, 0 missing");

    byte[] bytes = Files.readAllBytes(indexFile());
    bytes[bytes.length / 2] ^= 1;
    Files.write(indexFile(), bytes);
    Run wrong = Run.of("index", "verify", journal);
    assertThat(wrong.code()).isEqualTo(ExitCode.DAMAGED);
    assertThat(wrong.out()).contains("\nWRONG ").contains(indexFile().toString());
    assertThat(Run.of("index", "verify", "--json", journal).out()).contains("\"problems\":[{");
    assertThat(sequences(run("query", "--json --tx 3", journal))).containsExactly(2, 9, 16, 23);
    assertThat(Run.of("index", "rebuild", "--json", journal).code()).isZero();
    assertThat(Run.of("index", "verify", journal).code()).isZero();
  }

  @Test
  void shouldAnswerWhereNoIndexFileCanBeWritten() throws IOException {
    Files.writeString(journal.resolve("index"), "a file in place of the directory");
    assertThat(sequences(run("query", "--json --tx 3", journal))).containsExactly(2, 9, 16, 23);
    assertThat(Run.of("agg", "--by", "type", journal).code()).isZero();
    Run rebuild = Run.of("index", "rebuild", journal);
    assertThat(rebuild.code()).isEqualTo(ExitCode.FAILED);
    assertThat(rebuild.err()).startsWith("semj: ").hasLineCount(1);
  }

  @Test
  void shouldAnswerBesideAWriter() {
    Path live = temp.resolve("live");
    try (SemanticJournal writer = Journals.open(live)) {
      Journals.emit(writer, 1, 20_000);
      writer.flush();
      assertThat(sequences(run("query", "--json --path /data/1/file19999", live)))
          .containsExactly(19_999);
      assertThat(run("agg", "--json --by category", live).lines())
          .allMatch(line -> line.contains("\"events\":10000,"));
      assertThat(Run.of("index", "rebuild", live).code()).isZero();
      Journals.emit(writer, 20_001, 20_003);
      writer.flush();
      assertThat(sequences(run("query", "--json --from-seq 20000", live)))
          .containsExactly(20_000, 20_001, 20_002, 20_003);
    }
  }

  @Test
  void shouldNeverAnswerFromAPartOfAJournalOnly() throws IOException {
    Path large = Journals.filled(temp.resolve("large"), 60_000);
    assertThat(Run.of("index", "rebuild", large).code()).isZero();
    List<Path> segments;
    try (Stream<Path> files = Files.list(large)) {
      segments = files.filter(file -> file.toString().endsWith(".semj")).sorted().toList();
    }
    assertThat(segments).hasSizeGreaterThan(2);
    Path kept = temp.resolve("kept");
    for (Path lost : List.of(segments.get(1), segments.get(segments.size() - 1))) {
      Files.move(lost, kept);
      for (String question : List.of("query --agent agent-1", "agg --by type")) {
        Run run = ask(question, large);
        assertThat(run.code()).as(question).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.out()).as(question).isEmpty();
        assertThat(run.err()).as(question).startsWith("semj: ").hasLineCount(1);
      }
      Files.move(kept, lost);
    }
  }

  @Test
  void shouldAnswerThroughIndexFilesBehindASegmentThatIsNotSealed() throws IOException {
    Path large = Journals.filled(temp.resolve("large"), 60_000);
    List<String> questions =
        List.of(
            "cat --json --agent agent-1 --path /data/1/file*9",
            "cat --json --reverse --tx 3",
            "query --json --agent agent-1 --sort time --descending --limit 50",
            "query --json --tx 3 --offset 8000",
            "stats --json --agent agent-2 --priority high",
            "agg --json --by type,priority");
    assertThat(Run.of("index", "rebuild", large).code()).isZero();
    List<Run> sealed = questions.stream().map(question -> ask(question, large)).toList();
    assertThat(sealed).allMatch(run -> run.code() == 0 && run.out().length() > 100);

    List<Path> segments;
    try (Stream<Path> files = Files.list(large)) {
      segments = files.filter(file -> file.toString().endsWith(".semj")).sorted().toList();
    }
    assertThat(segments).hasSizeGreaterThan(3);
    for (Path segment : segments.subList(0, 2)) {
      Crash.unseal(segment);
    }
    assertThat(questions.stream().map(question -> ask(question, large)).toList()).isEqualTo(sealed);
  }

  @Test
  void shouldReadThroughIndexFilesWhatIsReadWithoutThem() throws IOException {
    Path large = Journals.filled(temp.resolve("large"), 60_000);
    List<String> questions =
        List.of(
            "cat --json --agent agent-1 --path /data/1/file1*",
            "cat --json --tx 3 --from-seq 100 --limit 50",
            "cat --json --reverse --type agent.query --limit 20",
            "cat --reverse --tx 3 --to-seq 100",
            "cat --json --since 2025-10-10T00:00:00Z --until 2025-10-10T00:01:00Z",
            "tail --json --agent agent-2 -n 5",
            "stats --json --agent agent-2 --priority high",
            "stats --tx 5");
    List<Run> plain = questions.stream().map(question -> ask(question, large)).toList();
    assertThat(plain).allMatch(run -> run.code() == 0 && run.out().length() > 100);
    assertThat(large.resolve("index")).doesNotExist();
    assertThat(Run.of("index", "rebuild", large).code()).isZero();
    assertThat(questions.stream().map(question -> ask(question, large)).toList()).isEqualTo(plain);

    // Index files that are wrong are not believed, and left to whoever may write.
    List<Path> indexes;
    try (Stream<Path> files = Files.list(large.resolve("index"))) {
      indexes = files.sorted().toList();
    }
    byte[] bytes = Files.readAllBytes(indexes.get(0));
    bytes[bytes.length / 2] ^= 1;
    Files.write(indexes.get(0), bytes);
    assertThat(questions.stream().map(question -> ask(question, large)).toList()).isEqualTo(plain);
    assertThat(indexes.get(0)).hasBinaryContent(bytes);
  }

  private static Run ask(String question, Path journal) {
    int verb = question.indexOf(' ');
    return run(question.substring(0, verb), question.substring(verb + 1), journal);
  }

  @Test
  void shouldGoOnWithoutIndexesWhereABlockIsDamaged() throws IOException {
    Path large = Journals.filledInGroups(temp.resolve("large"), 60_000, 2);
    assertThat(Run.of("index", "rebuild", large).code()).isZero();
    Path first = large.resolve("00000000000000000001.semj");
    byte[] bytes = Files.readAllBytes(first);
    bytes[bytes.length / 2] ^= 1;
    Files.write(first, bytes);
    Run all = Run.of("cat", "--json", large);
    // One of each pair, so that every block holds some.
    Run half = Run.of("cat", "--json", "--category", "agent", large);
    assertThat(half.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(half.err()).isEqualTo(all.err()).hasLineCount(1);
    assertThat(half.lines()).hasSize((all.lines().size() + 1) / 2);
    Run back = Run.of("cat", "--json", "--reverse", "--category", "agent", large);
    assertThat(back.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(back.lines()).hasSizeGreaterThan(20_000).doesNotHaveDuplicates();
  }
}
