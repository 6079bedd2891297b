package io.semj.suite.report;

import static io.semj.suite.report.ResultsFixture.LIMIT;
import static io.semj.suite.report.ResultsFixture.OURS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryTest {
  @Test
  void shouldTakeTheMedianOfOddAndEvenNumbersOfRounds() {
    assertThat(Stat.of(List.of(9.0, 1.0, 5.0))).isEqualTo(new Stat(5, 1, 9, 3));
    assertThat(Stat.of(List.of(4.0, 1.0, 2.0, 9.0)).median()).isEqualTo(3);
    assertThat(Stat.of(List.of(7.0))).isEqualTo(new Stat(7, 7, 7, 1));
  }

  @Test
  void shouldTellHowFarRoundsAreApart() {
    assertThat(Stat.of(List.of(10.0, 25.0)).spread()).isEqualTo(2.5);
    assertThat(Stat.of(List.of(0.0, 0.0)).spread()).isEqualTo(1);
  }

  @Test
  void shouldRefuseToSumUpNothing() {
    assertThatThrownBy(() -> Stat.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldDivideMedians() {
    Summary summary =
        new ResultsFixture()
            .latency(OURS, "p50", 60, 90, 70)
            .latency(LIMIT, "p50", 35, 30, 50)
            .summary();
    assertThat(summary.ratio(OURS, LIMIT, "p50")).hasValue(2.0);
    assertThat(summary.ratio(OURS, LIMIT, "p99")).isEmpty();
    assertThat(summary.ratio(OURS, OURS.of("nobody"), "p50")).isEmpty();
  }

  @Test
  void shouldAddUpTheLatenciesOfAllRounds() {
    Summary summary = new ResultsFixture().latency(OURS, "p50", 100, 100, 100).summary();
    assertThat(summary.histogram(OURS))
        .hasValueSatisfying(
            histogram -> {
              assertThat(histogram.getTotalCount()).isEqualTo(3_000);
              assertThat(histogram.getValueAtPercentile(50)).isCloseTo(100, within(2L));
            });
  }

  @Test
  void shouldKeepEverythingInJson(@TempDir Path directory) throws IOException {
    Results results =
        new ResultsFixture()
            .latency(OURS, "p50", 60, 90)
            .problem(LIMIT, "the disk is gone")
            .results();
    Path file = directory.resolve("results.json");
    results.write(file);
    assertThat(Results.read(file)).isEqualTo(results);
  }

  @Test
  void shouldPutRunsOfDifferentMeasuresTogether() {
    Results emission = new ResultsFixture().latency(OURS, "p50", 60).results();
    Results rates = new ResultsFixture().rate(ResultsFixture.RATE, 1e6).results();
    Summary summary = new Summary(emission.plus(rates));
    assertThat(summary.keys()).containsExactly(OURS, ResultsFixture.RATE);
    assertThat(summary.results().subjects()).hasSize(3);
  }

  @Test
  void shouldWriteOneFigureALineAsCsv() {
    String csv = Csv.of(new ResultsFixture().latency(OURS, "p50", 60, 90, 70).summary());
    assertThat(csv.lines())
        .containsExactly(
            "measure,subject,size,producers,figure,unit,median,min,max,rounds",
            "emission.saturated,semj-default-single,256,1,p50,ns,70.0,60.0,90.0,3");
  }
}
