package io.semj.suite.report;

import static io.semj.suite.report.ResultsFixture.OURS;
import static io.semj.suite.report.ResultsFixture.RATE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static Comparison compare(ResultsFixture before, ResultsFixture after) {
    return new Comparison(before.summary(), after.summary());
  }

  @Test
  void shouldCallLongerTimesWorse() {
    Comparison comparison =
        compare(
            new ResultsFixture().latency(OURS, "p50", 60, 70, 65),
            new ResultsFixture().latency(OURS, "p50", 95, 90, 99));
    assertThat(comparison.moves())
        .singleElement()
        .satisfies(move -> assertThat(move.better()).isFalse())
        .hasToString(
            "WORSE  emission.saturated, semj-default-single, 256 B, 1 threads: p50: 65.0 ns ->"
                + " 95.0 ns, times 1.46 (rounds 60.0 ns to 70.0 ns, then 90.0 ns to 99.0 ns)");
  }

  @Test
  void shouldCallHigherRatesBetter() {
    Comparison comparison =
        compare(
            new ResultsFixture().rate(RATE, 1e6, 1.1e6, 1.2e6),
            new ResultsFixture().rate(RATE, 2e6, 2.1e6, 2.2e6));
    assertThat(comparison.moves())
        .singleElement()
        .satisfies(move -> assertThat(move.better()).isTrue());
  }

  @Test
  void shouldCallItNoiseWhenRoundsOverlap() {
    Comparison comparison =
        compare(
            new ResultsFixture().latency(OURS, "p50", 60, 70, 95),
            new ResultsFixture().latency(OURS, "p50", 94, 110, 120));
    assertThat(comparison.moves()).isEmpty();
    assertThat(comparison.compared()).isEqualTo(1);
  }

  @Test
  void shouldCallItNoiseWhenItMovedByLessThanATenth() {
    Comparison comparison =
        compare(
            new ResultsFixture().latency(OURS, "p50", 100, 101, 102),
            new ResultsFixture().latency(OURS, "p50", 108, 109, 110));
    assertThat(comparison.moves()).isEmpty();
  }

  @Test
  void shouldSayNothingOfFewerThanThreeRounds() {
    Comparison comparison =
        compare(
            new ResultsFixture().latency(OURS, "p50", 60, 70),
            new ResultsFixture().latency(OURS, "p50", 600, 700, 800));
    assertThat(comparison.moves()).isEmpty();
    assertThat(comparison.tooFewRounds()).isEqualTo(1);
  }
}
