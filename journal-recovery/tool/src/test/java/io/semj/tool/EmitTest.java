package io.semj.tool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.semj.tool.fixture.Run;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code semj emit}, in this process. */
class EmitTest {
  @TempDir private Path temp;

  private static String lines(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(i -> "{\"type\":\"filesystem.create\",\"payload\":\"" + i + "\"}\n")
        .collect(Collectors.joining());
  }

  private static String acks(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(i -> "{\"sequence\":" + i + "}\n")
        .collect(Collectors.joining());
  }

  @Test
  void shouldAcknowledgeEveryEventInOrderAndMakeTheDirectory() {
    Path journal = temp.resolve("a/b/journal");
    Run first = Run.withInput(lines(1, 1_000), "emit", "--ack", journal);
    assertThat(first).isEqualTo(new Run(ExitCode.OK, acks(1, 1_000), ""));
    Run second = Run.withInput(lines(1_001, 1_010), "emit", "--ack", journal);
    assertThat(second).isEqualTo(new Run(ExitCode.OK, acks(1_001, 1_010), ""));
    assertThat(Run.of("cat", "--json", journal).lines())
        .hasSize(1_010)
        .last()
        .asString()
        .contains("\"payload\":\"1010\"");
    assertThat(Run.of("verify", journal).code()).isZero();
  }

  @Test
  void shouldSayNothingWithoutAck() {
    Run run = Run.withInput(lines(1, 10), "emit", temp.resolve("journal"));
    assertThat(run).isEqualTo(new Run(ExitCode.OK, "", ""));
    assertThat(Run.of("cat", temp.resolve("journal")).lines()).hasSize(10);
  }

  @Test
  void shouldTakeNoInputAsAnEmptyJournal() {
    Path journal = temp.resolve("journal");
    assertThat(Run.of("emit", "--ack", journal)).isEqualTo(new Run(ExitCode.OK, "", ""));
    assertThat(Run.of("cat", journal)).isEqualTo(new Run(ExitCode.OK, "", ""));
    assertThat(Run.of("verify", journal).code()).isZero();
  }

  @Test
  void shouldStopAtABadLineWithEverythingBeforeItDurableAndAcknowledged() {
    Path journal = temp.resolve("journal");
    String input = lines(1, 5) + "\n \nnonsense\n" + lines(6, 7);
    Run run = Run.withInput(input, "emit", "--ack", journal);
    assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.out()).isEqualTo(acks(1, 5));
    assertThat(run.err()).startsWith("semj: line 8: not JSON: ").hasLineCount(1);
    assertThat(Run.of("cat", journal).lines()).hasSize(5);
  }

  @Test
  void shouldGoOnBehindBadLinesWhenAsked() {
    Path journal = temp.resolve("journal");
    String input = lines(1, 2) + "nonsense\n" + lines(3, 3) + "{\"type\":1}\n" + lines(4, 4).trim();
    Run run = Run.withInput(input, "emit", "--ack", "--skip-bad", journal);
    assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.out()).isEqualTo(acks(1, 4));
    assertThat(run.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("semj: line 3: "),
            line -> assertThat(line).startsWith("semj: line 5: type cannot be used"));
  }

  @Test
  void shouldRefuseEventsThatTheKernelCouldNotHoldByTheirLine() {
    Path journal = temp.resolve("journal");
    String line = "{\"type\":\"vector.search\",\"payload\":\"" + "x".repeat(65_537) + "\"}\n";
    Run run = Run.withInput(lines(1, 1) + line, "emit", "--ack", journal);
    assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).startsWith("semj: line 2: ").contains("65536", "65537").hasLineCount(1);
    assertThat(run.out()).isEqualTo(acks(1, 1));
    Run allowed =
        Run.withInput(line, "emit", "--ack", "--set", "semj.kernel.compatibility=false", journal);
    assertThat(allowed).isEqualTo(new Run(ExitCode.OK, acks(2, 2), ""));
  }

  @Test
  void shouldNameTheByteOfALineThatIsNoUtf8() {
    byte[] input = "{\"type\":\"vector.search\",\"payload\":\"?\"}".getBytes(UTF_8);
    input[input.length - 3] = (byte) 0xC0;
    Run run = Run.withInput(input, "emit", temp.resolve("journal"));
    assertThat(run)
        .isEqualTo(new Run(ExitCode.BAD_INPUT, "", "semj: line 1: line is not UTF-8: byte=36\n"));
  }

  @Test
  void shouldTakeAByteOrderMarkAndTheLineEndsOfWindows() {
    String input = "\uFEFF" + lines(1, 2).replace("\n", "\r\n");
    Run run = Run.withInput(input, "emit", "--ack", temp.resolve("journal"));
    assertThat(run).isEqualTo(new Run(ExitCode.OK, acks(1, 2), ""));
  }

  @Test
  void shouldUseTheSettingsThatWereGiven() {
    Path journal = temp.resolve("journal");
    Run run =
        Run.withInput(
            lines(1, 10_000),
            "emit",
            "--sync",
            "batch",
            "--compression",
            "none",
            "--batch",
            "10",
            "--flush-interval",
            "1ms",
            "--segment-size",
            "1MiB",
            journal);
    assertThat(run).isEqualTo(new Run(ExitCode.OK, "", ""));
    assertThat(Run.of("info", journal).out())
        .contains("compression  none")
        .containsPattern("segments +[2-9], ");
  }

  @Test
  void shouldNameASettingThatCannotBeUsed() {
    Run run = Run.of("emit", "--batch", "0", temp.resolve("journal"));
    assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).startsWith("semj: invalid setting: name=semj.batch.size");
    assertThat(Run.of("emit", "--set", "semj.nonsense=1", temp).code())
        .isEqualTo(ExitCode.BAD_INPUT);
    Run foreign = Run.of("emit", "--set", "ring.size=64", temp.resolve("journal"));
    assertThat(foreign.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(foreign.err()).contains("name=ring.size").hasLineCount(1);
  }

  @Test
  void shouldSayInOneLineWhyAJournalCannotBeOpened() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "x");
    for (Path place : List.of(file, file.resolve("journal"))) {
      Run run = Run.withInput(lines(1, 1), "emit", "--ack", place);
      assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).startsWith("semj: not a directory: ").hasLineCount(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"drop_newest", "drop_oldest", "shed_by_priority"})
  void shouldNotPromiseToAcknowledgeWhatMayBeDropped(String policy) {
    String setting = "semj.overflow.policy=" + policy;
    Path journal = temp.resolve("journal");
    Run run = Run.withInput(lines(1, 1), "emit", "--ack", "--set", setting, journal);
    assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains("name=semj.overflow.policy").hasLineCount(1);
    assertThat(journal).doesNotExist();
    assertThat(Run.withInput(lines(1, 1), "emit", "--set", setting, journal).code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000", "\u000c", "\u001f"})
  void shouldNotTakeControlCharactersForABlankLine(String line) {
    Run run = Run.withInput(line + "\n" + lines(1, 1), "emit", "--ack", temp.resolve("journal"));
    assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).startsWith("semj: line 1: not JSON: ").hasLineCount(1);
  }

  @Test
  void shouldPrintCharactersOfAllPlanesAsTheyAre() {
    Path journal = temp.resolve("journal");
    Run.withInput("{\"type\":\"graph.query\",\"payload\":\"\\ud83d\\ude00 漢\"}", "emit", journal);
    assertThat(Run.of("cat", "--json", journal).out())
        .contains("\"payload\":\"😀 漢\"", "\"type_code\":522,", "\"event_type\":522,");
  }

  @Test
  void shouldEndWhenNobodyReadsTheAcknowledgements() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        ToolAccess.run(
            new ByteArrayInputStream(lines(1, 10).getBytes(UTF_8)),
            closed,
            err,
            "emit",
            "--ack",
            temp.resolve("journal").toString());
    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString(UTF_8)).isEqualTo("semj: nobody reads the acknowledgements any more\n");
  }
}
