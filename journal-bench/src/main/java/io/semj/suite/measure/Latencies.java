package io.semj.suite.measure;

import java.util.List;
import org.HdrHistogram.Histogram;

/** Histograms of nanoseconds as all measures use them. */
final class Latencies {
  private static final long LONGEST = 600_000_000_000L;
  private static final int DIGITS = 3;

  private Latencies() {}

  static Histogram histogram() {
    return new Histogram(LONGEST, DIGITS);
  }

  static void record(Histogram histogram, long nanos) {
    histogram.recordValue(Math.max(0, Math.min(LONGEST, nanos)));
  }

  static Histogram sum(List<Histogram> parts) {
    Histogram sum = histogram();
    parts.forEach(sum::add);
    return sum;
  }
}
