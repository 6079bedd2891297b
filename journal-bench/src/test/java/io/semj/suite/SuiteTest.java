package io.semj.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.suite.measure.Measure;
import io.semj.suite.report.Key;
import io.semj.suite.report.Results;
import io.semj.suite.report.Sample;
import io.semj.suite.subject.SubjectInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.runner.RunnerException;

/** Runs the suite with so little that only its working is seen. */
class SuiteTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  @TempDir private Path directory;

  private Results run(String... more) throws IOException, RunnerException {
    String[] args = {
      "--form", "smoke", "--out", directory.toString(), "--peers", directory + "/no-peers"
    };
    String[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    Suite.run(out, all);
    return Results.read(directory.resolve("results.json"));
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void shouldMeasureEverythingOfTheDefaultJournalAndItsLimit() throws IOException, RunnerException {
    String measures =
        Arrays.stream(Measure.values()).map(Measure::key).collect(Collectors.joining(","));
    Results results =
        run("--subjects", "semj-default,limit-multi-reused,filechannel", "--only", measures);
    assertThat(results.samples())
        .allSatisfy(sample -> assertThat(sample.problem()).as("%s", sample.key()).isNull());
    Set<String> measured =
        results.samples().stream()
            .map(Sample::key)
            .filter(key -> key.subject().equals("semj-default"))
            .map(Key::measure)
            .collect(Collectors.toSet());
    assertThat(measured)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Measure.values()).map(Measure::key).toList());
    assertThat(directory.resolve("report.html")).content().contains("SEMJ default");
    assertThat(directory.resolve("results.csv")).content().contains("sustained,semj-default");
  }

  @Test
  void shouldReportPeersThatAreNotThere() throws IOException, RunnerException {
    Results results = run("--subjects", "nobody", "--only", "sustained");
    assertThat(results.subjects())
        .filteredOn(subject -> !subject.available())
        .extracting(SubjectInfo::name)
        .containsExactly("aeron", "artemis-aio", "artemis-nio", "chronicle", "log4j2", "rocksdb");
    assertThat(printed()).contains("not run: chronicle: its jars are not there");
  }

  @Test
  void shouldTimeTheStagesUnderJmh() throws IOException, RunnerException {
    Results results = run("--subjects", "nobody", "--only", "stages");
    assertThat(results.samples())
        .extracting(sample -> sample.key().measure())
        .contains("stage.claimSingle", "stage.sha64Kib", "stage.force4KibOfMap")
        .contains("stage.block.encode.LZ4.1000");
  }

  @Test
  void shouldCompareARunWithItselfAndPutRunsTogether() throws IOException, RunnerException {
    run("--subjects", "filechannel", "--only", "sustained", "--rounds", "3");
    Path results = directory.resolve("results.json");
    assertThat(Compare.run(out, results, results)).isFalse();
    assertThat(printed()).contains("0 of ");
    Report.main(
        new String[] {
          directory.resolve("both").toString(), results.toString(), results.toString()
        });
    assertThat(Files.exists(directory.resolve("both").resolve("report.html"))).isTrue();
    assertThat(Results.read(directory.resolve("both").resolve("results.json")).samples())
        .hasSize(6);
  }

  @Test
  void shouldReportWhatARunThatWasCutShortHadMeasured() {
    ByteArrayOutputStream untilTheSecondTurn =
        new ByteArrayOutputStream() {
          @Override
          public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, length);
            if (toString(StandardCharsets.UTF_8).contains(", 2 of 2: ")) {
              throw new IllegalStateException("killed");
            }
          }
        };
    assertThatThrownBy(
            () ->
                Suite.run(
                    new PrintStream(untilTheSecondTurn, true, StandardCharsets.UTF_8),
                    "--form",
                    "smoke",
                    "--out",
                    directory.toString(),
                    "--peers",
                    directory + "/no-peers",
                    "--subjects",
                    "semj-default,filechannel",
                    "--only",
                    "sustained,emission.saturated"))
        .hasMessage("killed");
    String report = directory.resolve("report").toString();
    assertThatCode(
            () -> Report.main(new String[] {report, directory.resolve("results.json").toString()}))
        .doesNotThrowAnyException();
    assertThat(directory.resolve("report").resolve("results.csv"))
        .content()
        .contains("sustained,semj-default")
        .doesNotContain("filechannel");
  }
}
