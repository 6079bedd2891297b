package io.semj.suite.measure;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What a measure found: figures by name, and a histogram where it has one. */
public final class Outcome {
  private static final double PER_SECOND = 1e9;

  private final Map<String, Double> figures = new LinkedHashMap<>();
  private Histogram histogram;

  Outcome put(String name, double value) {
    figures.put(name, value);
    return this;
  }

  Outcome rate(String name, long count, long nanos) {
    return put(name, count * PER_SECOND / Math.max(1, nanos));
  }

  /** Keeps a histogram of nanoseconds and its percentiles. */
  Outcome latencies(Histogram nanos) {
    histogram = nanos;
    return percentiles("", nanos).put("samples", (double) nanos.getTotalCount());
  }

  Outcome percentiles(String prefix, Histogram nanos) {
    return percentile(prefix + "p50", nanos, 50)
        .percentile(prefix + "p90", nanos, 90)
        .percentile(prefix + "p99", nanos, 99)
        .percentile(prefix + "p99.9", nanos, 99.9)
        .percentile(prefix + "p99.99", nanos, 99.99)
        .percentile(prefix + "max", nanos, 100);
  }

  private Outcome percentile(String name, Histogram nanos, double percentile) {
    return put(name, (double) nanos.getValueAtPercentile(percentile));
  }

  /** The figures, in the order in which they were put. */
  public Map<String, Double> figures() {
    return Map.copyOf(figures);
  }

  /** All latencies in nanoseconds, or null. */
  public Histogram histogram() {
    return histogram;
  }
}
