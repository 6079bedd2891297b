package io.semj.tool;

import static io.semj.core.fixture.Eventually.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.SemanticJournal;
import io.semj.tool.fixture.Journals;
import io.semj.tool.fixture.Run;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code semj cat} and {@code tail}. */
class ReadTest {
  @TempDir private Path temp;

  private static List<Integer> sequences(Run run) {
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    return run.lines().stream()
        .map(line -> Integer.valueOf(line.replaceAll("^\\{\"sequence\":(\\d+),.*", "$1")))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--from-seq 3 --to-seq 5 | 3 4 5",
        "--limit 2 | 1 2",
        "--reverse --limit 3 | 20 19 18",
        "--reverse --from-seq 18 | 20 19 18",
        "--type filesystem.write --limit 2 | 2 4",
        "--type filesystem.write,agent.query --limit 2 | 1 2",
        "--type 0x0401 --from-seq 10 | 11 13 15 17 19",
        "--category agent --limit 2 | 1 3",
        "--agent agent-3 | 3 7 11 15 19",
        "--agent agent-3 --agent agent-1 --limit 3 | 1 3 5",
        "--path /data/1/file7 | 7",
        "--path /data/1/* | 1 4 7 10 13 16 19",
        "--path /data/{1,2}/file1? | 10 11 13 14 16 17 19",
        "--tx 5 | 5 12 19",
        "--priority critical | 5 10 15 20",
        "--priority 2 | 1 5 6 10 11 15 16 20",
        "--priority high..normal | 1 2 6 7 11 12 16 17",
        "--since 2025-10-09T08:53:38Z | 19 20",
        "--since @1760000018 --until 2025-10-09T08:53:38 | 19",
        "--until 2025-10-09T10:53:20+02:00 | 1",
        "--since @1760000017.5 | 19 20",
        "--since 1760000018000000001 | 20",
        "--category filesystem --agent agent-2 --priority critical | 10",
        "--category filesystem --agent agent-2 --reverse | 18 14 10 6 2",
        "--from-seq 21 | ''",
        "--limit 0 | ''",
        "--since 1h | ''",
      })
  void shouldPrintWhatTheFiltersWant(String options, String expected) {
    Path journal = Journals.filled(temp.resolve("journal"), 20);
    Object[] arguments =
        Stream.of(Stream.of("cat", "--json"), Arrays.stream(options.split(" ")), Stream.of(journal))
            .flatMap(part -> part)
            .toArray();
    List<Integer> wanted =
        expected.isBlank()
            ? List.of()
            : Arrays.stream(expected.split(" ")).map(Integer::valueOf).toList();
    assertThat(sequences(Run.of(arguments))).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({
    "--type, no.such",
    "--category, nothing",
    "--priority, 9",
    "--priority, low..high",
    "--since, noon",
    "--tx, x",
    "--tx, 0",
    "--path, [",
    "--limit, x",
    "--from-seq, x",
    "--from-seq, -1",
    "--to-seq, -1",
    "--limit, -1",
    "--type, 0x100000101",
    "--type, -1",
    "--since, 1760000018"
  })
  void shouldRefuseAFilterThatMakesNoSenseInOneLine(String option, String value) {
    Path journal = Journals.filled(temp.resolve("journal"), 1);
    Run run = Run.of("cat", option, value, journal);
    assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).startsWith("semj: ").hasLineCount(1);
  }

  @Test
  void shouldReadBackwardsOverManySegmentsAndWindows() {
    Path journal = Journals.filled(temp.resolve("journal"), 40_000);
    List<Integer> sequences = sequences(Run.of("cat", "--json", "--reverse", journal));
    assertThat(sequences).hasSize(40_000);
    for (int i = 0; i < sequences.size(); i++) {
      assertThat(sequences.get(i)).isEqualTo(40_000 - i);
    }
  }

  @Test
  void shouldPrintALineForAPerson() {
    Path journal = Journals.filled(temp.resolve("journal"), 1);
    assertThat(Run.of("cat", journal).out())
        .isEqualTo(
            "2025-10-09T08:53:20Z  #1  agent.query  priority=high  transaction_id=1"
                + "  path=/data/1/file1  agent_id=agent-1  payload=event 1\n");
  }

  @Test
  void shouldPrintTheLastEvents() {
    Path journal = Journals.filled(temp.resolve("journal"), 20);
    assertThat(sequences(Run.of("tail", "--json", "-n", "3", journal))).containsExactly(18, 19, 20);
    assertThat(sequences(Run.of("tail", "--json", journal))).hasSize(10).last().isEqualTo(20);
    assertThat(sequences(Run.of("tail", "--json", "-n", "2", "--agent", "agent-3", journal)))
        .containsExactly(15, 19);
    assertThat(sequences(Run.of("tail", "--json", "-n", "2", "--reverse", journal)))
        .containsExactly(20, 19);
  }

  @Test
  void shouldFollowAJournalThatIsBeingWritten() {
    Path directory = temp.resolve("journal");
    try (SemanticJournal journal = Journals.open(directory)) {
      Journals.emit(journal, 1, 5);
      journal.flush();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      AtomicInteger code = new AtomicInteger(-1);
      Thread tail =
          new Thread(
              () ->
                  code.set(
                      ToolAccess.run(
                          InputStream.nullInputStream(),
                          out,
                          OutputStream.nullOutputStream(),
                          "tail",
                          "-f",
                          "--json",
                          "-n",
                          "2",
                          "--limit",
                          "9002",
                          directory.toString())));
      tail.start();
      await().until(() -> out.toString(UTF_8).lines().count() == 2);
      Journals.emit(journal, 6, 6);
      await().until(() -> out.toString(UTF_8).lines().count() == 3);
      Journals.emit(journal, 7, 10_000);
      await().until(() -> code.get() == 0);
      assertThat(sequences(new Run(0, out.toString(UTF_8), "")))
          .hasSize(9_002)
          .startsWith(4, 5, 6, 7)
          .last()
          .isEqualTo(9_005);
    }
  }

  @Test
  void shouldNotCreateOrChangeAnythingInALiveJournal() throws IOException {
    Path directory = temp.resolve("journal");
    try (SemanticJournal journal = Journals.open(directory)) {
      Journals.emit(journal, 1, 100);
      journal.flush();
      List<String> before = listing(directory);
      Path segment = directory.resolve("00000000000000000001.semj");
      assertThat(Run.of("cat", directory).lines()).hasSize(100);
      assertThat(Run.of("tail", directory).lines()).hasSize(10);
      for (String verb : List.of("info", "stats", "segments", "verify")) {
        Run run = Run.of(verb, directory);
        assertThat(run.code()).as(verb + ": " + run).isZero();
      }
      assertThat(Run.of("checkpoint", "list", directory).code()).isZero();
      assertThat(Run.of("dump", segment).code()).isZero();
      assertThat(Run.of("dump", segment, "--offset", "512").code()).isZero();
      assertThat(listing(directory)).isEqualTo(before);
    }
  }

  private static List<String> listing(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.map(file -> directory.relativize(file).toString()).sorted().toList();
    }
  }

  @Test
  void shouldReadWhereNothingMayBeWritten() throws IOException {
    Path journal = Journals.filled(temp.resolve("journal"), 10);
    Files.setPosixFilePermissions(journal, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assertThat(Run.of("cat", journal).lines()).hasSize(10);
      assertThat(Run.of("verify", journal).code()).isZero();
    } finally {
      Files.setPosixFilePermissions(journal, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void shouldSayWhatIsNoJournal() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "x");
    Path empty = Files.createDirectory(temp.resolve("empty"));
    for (String verb : List.of("cat", "tail", "info", "stats", "segments", "verify")) {
      for (Path place : List.of(file, temp, temp.resolve("missing"))) {
        Run run = Run.of(verb, place);
        assertThat(run.code()).as(verb + " " + place).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("semj: no ").hasLineCount(1);
      }
      assertThat(Run.of(verb, empty).code()).as(verb).isZero();
    }
  }

  @Test
  void shouldEndQuietlyWhenTheReaderHasSeenEnough() {
    Path journal = Journals.filled(temp.resolve("journal"), 5_000);
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    OutputStream head =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    int code =
        ToolAccess.run(
            InputStream.nullInputStream(), head, err, "cat", "--json", journal.toString());
    assertThat(code).isZero();
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void shouldSayThatTheOutputCannotBeStored() {
    Path journal = Journals.filled(temp.resolve("journal"), 10);
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    int code = ToolAccess.run(InputStream.nullInputStream(), full, err, "cat", journal.toString());
    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString(UTF_8))
        .isEqualTo("semj: cannot write output: No space left on device\n");
  }
}
