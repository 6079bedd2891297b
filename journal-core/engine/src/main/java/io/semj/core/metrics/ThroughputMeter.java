package io.semj.core.metrics;

import io.semj.core.JournalMetrics;

/** Emissions per second, from ticks about a second apart. */
final class ThroughputMeter {
  private long startNanos;
  private long startTotal;
  private long tickNanos;
  private long tickTotal;
  private boolean ticked;
  private double current;
  private double peak;

  ThroughputMeter(long nowNanos) {
    reset(0, nowNanos);
  }

  synchronized void tick(long nowNanos, long emittedTotal) {
    if (nowNanos - tickNanos <= 0) {
      return;
    }
    current = MetricsRecorder.perSecond(emittedTotal - tickTotal, nowNanos - tickNanos);
    peak = Math.max(peak, current);
    tickNanos = nowNanos;
    tickTotal = emittedTotal;
    ticked = true;
  }

  synchronized JournalMetrics.Throughput snapshot(long emittedTotal, long nowNanos) {
    double mean = MetricsRecorder.perSecond(emittedTotal - startTotal, nowNanos - startNanos);
    // Within the first second the mean is the best that is known.
    return ticked
        ? new JournalMetrics.Throughput(current, peak, mean)
        : new JournalMetrics.Throughput(mean, mean, mean);
  }

  synchronized long elapsedNanos(long nowNanos) {
    return nowNanos - startNanos;
  }

  synchronized void reset(long emittedTotal, long nowNanos) {
    startNanos = nowNanos;
    startTotal = emittedTotal;
    tickNanos = nowNanos;
    tickTotal = emittedTotal;
    ticked = false;
    current = 0;
    peak = 0;
  }
}
