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

  Outcome rate(String name, double count, long nanos) {
    return put(name, count * PER_SECOND / Math.max(1, nanos));
  }

  /** Keeps a histogram of nanoseconds and its percentiles. */
  Outcome latencies(Histogram nanos) {
    histogram = nanos;
    return percentiles("", nanos).put("samples", nanos.getTotalCount());
  }

  Outcome percentiles(String prefix, Histogram nanos) {
    return put(prefix + "p50", nanos.getValueAtPercentile(50))
        .put(prefix + "p90", nanos.getValueAtPercentile(90))
        .put(prefix + "p99", nanos.getValueAtPercentile(99))
        .put(prefix + "p99.9", nanos.getValueAtPercentile(99.9))
        .put(prefix + "p99.99", nanos.getValueAtPercentile(99.99))
        .put(prefix + "max", nanos.getMaxValue());
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
