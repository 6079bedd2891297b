package io.semj.suite.report;

import static io.semj.suite.report.Markup.at;

import io.semj.suite.subject.SubjectInfo;
import java.util.ArrayList;
import java.util.List;

/** One bar a subject, with the spread of its rounds as a thin line, as SVG. */
final class BarChart {
  private static final int WIDTH = 480;
  private static final int ROW = 34;
  private static final int BAR = 12;
  private static final int LABEL = 14;
  private static final int VALUE_ROOM = 84;

  private final String figure;
  private final Palette palette;
  private final List<Bar> bars = new ArrayList<>();

  private record Bar(SubjectInfo subject, Stat stat) {}

  BarChart(String figure, Palette palette) {
    this.figure = figure;
    this.palette = palette;
  }

  void add(SubjectInfo subject, Stat stat) {
    bars.add(new Bar(subject, stat));
  }

  boolean isEmpty() {
    return bars.isEmpty();
  }

  String svg(String title) {
    double most = bars.stream().mapToDouble(bar -> bar.stat().max()).max().orElse(1);
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
            WIDTH, ROW * bars.size(), Markup.text(title)));
    for (int i = 0; i < bars.size(); i++) {
      bar(svg, bars.get(i), i * ROW, (WIDTH - VALUE_ROOM) / Math.max(1e-9, most));
    }
    return svg.append("</svg>").toString();
  }

  private void bar(StringBuilder svg, Bar bar, int top, double scale) {
    Stat stat = bar.stat();
    double length = Math.max(1, stat.median() * scale);
    double middle = top + LABEL + 3 + BAR / 2.0;
    svg.append(
        String.format(
            "<text x=\"0\" y=\"%d\">%s</text>",
            top + LABEL - 2, Markup.text(bar.subject().title())));
    svg.append(
        String.format(
            "<rect class=\"bar %s\" x=\"0\" y=\"%d\" width=\"%s\" height=\"%d\"/>",
            palette.of(bar.subject()), top + LABEL + 3, at(length), BAR));
    svg.append(
        String.format(
            "<line class=\"spread\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>",
            at(stat.min() * scale), at(middle), at(stat.max() * scale), at(middle)));
    svg.append(
        String.format(
            "<text class=\"value\" x=\"%s\" y=\"%s\">%s</text>",
            at(Math.max(length, stat.max() * scale) + 5),
            at(middle + 4),
            Markup.text(Figure.format(figure, stat.median()))));
  }
}
