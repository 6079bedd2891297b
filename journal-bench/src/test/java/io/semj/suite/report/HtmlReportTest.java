package io.semj.suite.report;

import static io.semj.suite.report.ResultsFixture.LIMIT;
import static io.semj.suite.report.ResultsFixture.OURS;
import static io.semj.suite.report.ResultsFixture.RATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
  private final String page =
      new HtmlReport(
              new ResultsFixture()
                  .latency(OURS, "p50", 60, 90, 70)
                  .latency(LIMIT, "p50", 35, 30, 50)
                  .rate(RATE, 1e6, 1.5e6, 1.2e6)
                  .problem(OURS.of("chronicle"), "it fell & broke")
                  .summary())
          .toString();

  @Test
  void shouldNeedNothingBesidesItself() {
    assertThat(page).doesNotContain("http:", "https:", "<script", "<link", "src=", "@import");
  }

  @Test
  void shouldDrawACurveForEachSubjectAndABarForEachRate() {
    assertThat(page).containsPattern("<polyline class=\"curve o0\" points=\"[0-9., ]+\"");
    assertThat(page).contains("<polyline class=\"curve l0\"", "<rect class=\"bar o0\"");
  }

  @Test
  void shouldShowMediansSpreadsAndRatios() {
    assertThat(page).contains("70.0 ns<small>×1.50</small>", "1.20 M/s");
    assertThat(page).contains("SEMJ &lt;single&gt; divided by …").contains(">2.00</td>");
  }

  @Test
  void shouldShowTheMediansOfManySizesSideBySideAndFoldTheOthersThanTheUsual() {
    ResultsFixture fixture = new ResultsFixture().latency(OURS, "p50", 60, 90, 70);
    for (int size : List.of(64, 1024)) {
      fixture.latency(new Key(OURS.measure(), OURS.subject(), size, 2), "p50", size, size);
    }
    String many = new HtmlReport(fixture.summary()).toString();
    assertThat(many)
        .contains("<th>64 B, 2×</th><th>256 B, 1×</th><th>1,024 B, 2×</th>")
        .contains("<td>64.0 ns</td><td>70.0 ns</td><td>1.02 µs</td>");
    assertThat(many).containsOnlyOnce("<details class=\"setting\" open>");
    assertThat(page).contains("<details class=\"setting\" open>").doesNotContain("256 B, 1×");
  }

  @Test
  void shouldSayWhatDidNotRunAndWhy() {
    assertThat(page).contains("not run: its jars are not there", "it fell &amp; broke");
  }

  @Test
  void shouldWarnWhereThreadsOutnumberCores() {
    assertThat(page).contains("With 1 producer up to 2 threads are busy on 1 cores");
  }

  @Test
  void shouldSayOfEachGoalWhetherItWasReachedOrNotMeasured() {
    List<Goal> goals =
        new Goals(new ResultsFixture().latency(OURS, "p50", 60).latency(LIMIT, "p50", 35).summary())
            .all();
    Goal first = goals.get(0);
    assertThat(first.actual()).hasValue(60.0 / 35);
    assertThat(first.reached()).isFalse();
    assertThat(first.wanted()).isEqualTo("at most 1.50 times");
    assertThat(goals.get(1).actual()).isEqualTo(Optional.empty());
    assertThat(goals.get(1).seen()).isEqualTo("not measured");
    assertThat(page).contains(">missed</td>", "not measured");
  }

  @Test
  void shouldWriteFiguresWithThreeDigitsAndUnitsThatFit() {
    assertThat(Figure.format("p99.9", 1_234)).isEqualTo("1.23 µs");
    assertThat(Figure.format("max", 2.5e9)).isEqualTo("2.50 s");
    assertThat(Figure.format("events_per_s", 2_512_000)).isEqualTo("2.51 M/s");
    assertThat(Figure.format("mb_per_s", 640)).isEqualTo("640 MB/s");
    assertThat(Figure.format("disk_b_per_event", 91.24)).isEqualTo("91.2 B");
    assertThat(Figure.format("idle_cpu_percent", 0.5)).isEqualTo("0.50 %");
    assertThat(Figure.format("closed_open_ms", 12)).isEqualTo("12.0 ms");
    assertThat(Figure.format("payload_to_disk", 2.75)).isEqualTo("2.75");
  }
}
