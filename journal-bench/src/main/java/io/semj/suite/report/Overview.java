package io.semj.suite.report;

import io.semj.suite.measure.Measure;
import io.semj.suite.subject.SubjectInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The medians of one figure side by side: a row a subject, a column a size and number of threads.
 */
final class Overview {
  private static final int FEW = 2;
  private static final List<String> LATENCIES = List.of("p50", "p99", "p99.9");
  private static final List<String> RATES = List.of("events_per_s", "acks_per_s");

  private final Summary summary;
  private final Tables tables;

  Overview(Summary summary, Tables tables) {
    this.summary = summary;
    this.tables = tables;
  }

  /**
   * The tables of a measure.
   *
   * @param measure which
   * @param settings that have figures
   * @return nothing where the settings are few
   */
  String of(Measure measure, List<Key> settings) {
    if (settings.size() <= FEW) {
      return "";
    }
    List<String> figures = new ArrayList<>(RATES);
    if (measure.hasLatency()) {
      figures.addAll(LATENCIES);
    }
    StringBuilder all = new StringBuilder();
    for (String figure : figures) {
      all.append(table(figure, settings));
    }
    return all.toString();
  }

  private String table(String figure, List<Key> settings) {
    StringBuilder rows = new StringBuilder("<tr><th></th>");
    for (Key setting : settings) {
      String title = String.format(Locale.ROOT, "%,d B, %d×", setting.size(), setting.producers());
      rows.append(Markup.element("th", Markup.text(title)));
    }
    rows.append("</tr>");
    boolean any = false;
    for (SubjectInfo subject : summary.results().subjects()) {
      List<Stat> stats = new ArrayList<>();
      for (Key setting : settings) {
        Map<String, Stat> figures = summary.figures(setting.of(subject.name()));
        stats.add(figures.get(figure));
      }
      if (stats.stream().anyMatch(stat -> stat != null)) {
        any = true;
        rows.append("<tr>").append(tables.name(subject));
        stats.forEach(stat -> rows.append(cell(figure, stat)));
        rows.append("</tr>");
      }
    }
    return any
        ? Markup.element("h4", Markup.text(Tables.title(figure))) + Tables.table(rows.toString())
        : "";
  }

  private static String cell(String figure, Stat stat) {
    return Markup.element(
        "td", stat == null ? "" : Markup.text(Figure.format(figure, stat.median())));
  }
}
