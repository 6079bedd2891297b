package io.semj.suite.report;

import java.util.Locale;
import java.util.Map;

/** Results as comma-separated values, one figure a line. */
public final class Csv {
  private static final String HEAD =
      "measure,subject,size,producers,figure,unit,median,min,max,rounds\n";

  private Csv() {}

  /**
   * All figures.
   *
   * @param summary of a run
   */
  public static String of(Summary summary) {
    StringBuilder text = new StringBuilder(HEAD);
    for (Key key : summary.keys()) {
      for (Map.Entry<String, Stat> figure : summary.figures(key).entrySet()) {
        Stat stat = figure.getValue();
        text.append(
            String.format(
                Locale.ROOT,
                "%s,%s,%d,%d,%s,%s,%s,%s,%s,%d%n",
                quoted(key.measure()),
                quoted(key.subject()),
                key.size(),
                key.producers(),
                quoted(figure.getKey()),
                Figure.unit(figure.getKey()),
                stat.median(),
                stat.min(),
                stat.max(),
                stat.rounds()));
      }
    }
    return text.toString();
  }

  private static String quoted(String text) {
    return text.contains(",") || text.contains("\"")
        ? '"' + text.replace("\"", "\"\"") + '"'
        : text;
  }
}
