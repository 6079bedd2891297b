package io.semj.suite.report;

import static io.semj.suite.report.Markup.at;

import io.semj.suite.subject.SubjectInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Latency by percentile as SVG: the axis across is that of HdrHistogram, in which each nine takes
 * as much room as the one before; the axis up is logarithmic.
 */
final class CurveChart {
  private static final int WIDTH = 480;
  private static final int HEIGHT = 320;
  private static final int LEFT = 54;
  private static final int RIGHT = 10;
  private static final int TOP = 10;
  private static final int BOTTOM = 30;
  private static final int NINES = 5;
  private static final int STEPS_PER_NINE = 12;
  private static final double PERCENT = 100;
  private static final String[] MARKS = {"0", "90", "99", "99.9", "99.99", "99.999 %"};

  private final Map<SubjectInfo, Histogram> curves = new LinkedHashMap<>();
  private final Palette palette;

  CurveChart(Palette palette) {
    this.palette = palette;
  }

  CurveChart add(SubjectInfo subject, Histogram histogram) {
    curves.put(subject, histogram);
    return this;
  }

  boolean isEmpty() {
    return curves.isEmpty();
  }

  String svg(String title) {
    double low = Double.MAX_VALUE;
    double high = 0;
    for (Histogram histogram : curves.values()) {
      low = Math.min(low, (double) Math.max(1, histogram.getValueAtPercentile(1)));
      high =
          Math.max(high, (double) histogram.getValueAtPercentile(PERCENT - lastShare(histogram)));
    }
    int first = (int) Math.floor(Math.log10(low));
    int last = Math.max(first + 1, (int) Math.ceil(Math.log10(Math.max(high, low))));
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
            WIDTH, HEIGHT, Markup.text(title)));
    axes(svg, first, last);
    curves.forEach((subject, histogram) -> curve(svg, subject, histogram, first, last));
    return svg.append("</svg>").toString();
  }

  /** The share of events, in percent, beyond which a histogram has too few samples to draw. */
  private static double lastShare(Histogram histogram) {
    return Math.max(
        PERCENT / Math.pow(10, NINES), PERCENT / Math.max(1, histogram.getTotalCount()));
  }

  private static double x(double nines) {
    return LEFT + (WIDTH - LEFT - RIGHT) * nines / NINES;
  }

  private static double y(double nanos, int first, int last) {
    double share = (Math.log10(Math.max(1, nanos)) - first) / (last - first);
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * Math.max(0, Math.min(1, share));
  }

  private static void axes(StringBuilder svg, int first, int last) {
    for (int nine = 0; nine <= NINES; nine++) {
      line(svg, x(nine), TOP, x(nine), HEIGHT - BOTTOM);
      String anchor = nine == 0 ? "start" : nine == NINES ? "end" : "middle";
      label(svg, x(nine), HEIGHT - BOTTOM + 16, anchor, MARKS[nine]);
    }
    for (int decade = first; decade <= last; decade++) {
      double nanos = Math.pow(10, decade);
      double height = y(nanos, first, last);
      line(svg, LEFT, height, WIDTH - RIGHT, height);
      label(svg, LEFT - 5, height + 4, "end", decadeName(decade));
    }
  }

  private static String decadeName(int decade) {
    String[] units = {"ns", "µs", "ms", "s"};
    int unit = Math.min(units.length - 1, decade / 3);
    return (long) Math.pow(10, decade - 3 * unit) + " " + units[unit];
  }

  private static void line(StringBuilder svg, double x1, double y1, double x2, double y2) {
    svg.append(
        String.format(
            "<line class=\"grid\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>",
            at(x1), at(y1), at(x2), at(y2)));
  }

  private static void label(StringBuilder svg, double x, double y, String anchor, String text) {
    svg.append(
        String.format(
            "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>", at(x), at(y), anchor, text));
  }

  private void curve(
      StringBuilder svg, SubjectInfo subject, Histogram histogram, int first, int last) {
    StringBuilder points = new StringBuilder();
    double least = lastShare(histogram);
    for (int step = 0; step <= NINES * STEPS_PER_NINE; step++) {
      double nines = step / (double) STEPS_PER_NINE;
      double beyond = PERCENT / Math.pow(10, nines);
      if (beyond < least) {
        break;
      }
      double nanos = histogram.getValueAtPercentile(PERCENT - beyond);
      points.append(at(x(nines))).append(',').append(at(y(nanos, first, last))).append(' ');
    }
    svg.append(
        String.format(
            "<polyline class=\"curve %s\" points=\"%s\"><title>%s</title></polyline>",
            palette.of(subject), points.toString().strip(), Markup.text(subject.title())));
  }
}
