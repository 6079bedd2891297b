package io.semj.core.metrics;

import io.semj.core.JournalMetrics;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * A histogram that any thread adds to without waiting or allocating, and that is read without
 * losing or tearing what is being added. Reading and resetting wait for each other, not for
 * recording.
 */
final class LatencyRecorder {
  static final long LONGEST_NANOS = 3_600_000_000_000L;
  private static final int DIGITS = 3;

  private final Recorder recorder = new Recorder(1, LONGEST_NANOS, DIGITS);
  private final Histogram total = new Histogram(1, LONGEST_NANOS, DIGITS);
  private Histogram interval;

  /** Times below 0, from clocks that disagree, count as 0; those above an hour as an hour. */
  void record(long nanos) {
    recorder.recordValue(Math.max(0, Math.min(nanos, LONGEST_NANOS)));
  }

  synchronized JournalMetrics.Latency snapshot() {
    interval = recorder.getIntervalHistogram(interval);
    total.add(interval);
    if (total.getTotalCount() == 0) {
      return new JournalMetrics.Latency(0, 0, 0, 0, 0, 0, 0, 0);
    }
    return new JournalMetrics.Latency(
        total.getTotalCount(),
        total.getMinValue(),
        total.getMean(),
        total.getValueAtPercentile(50),
        total.getValueAtPercentile(95),
        total.getValueAtPercentile(99),
        total.getValueAtPercentile(99.9),
        total.getMaxValue());
  }

  synchronized void reset() {
    recorder.reset();
    total.reset();
  }
}
