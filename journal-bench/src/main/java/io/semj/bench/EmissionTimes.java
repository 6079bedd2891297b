package io.semj.bench;

import org.HdrHistogram.Histogram;

/**
 * How long emissions took, in nanoseconds, each with the cost of one clock reading in it.
 *
 * @param p50 half of them took no longer
 * @param p99 99 percent took no longer
 * @param p999 99.9 percent took no longer
 * @param max the longest
 * @param mean the average
 */
record EmissionTimes(long p50, long p99, long p999, long max, long mean) {
  private static final long LONGEST = 60_000_000_000L;
  private static final int DIGITS = 3;

  /** Emits for some time, at a rate or, when the rate is 0, one after another. */
  static EmissionTimes measure(EmissionTarget target, long nanos, int perSecond) {
    Histogram times = new Histogram(LONGEST, DIGITS);
    long interval = perSecond == 0 ? 0 : 1_000_000_000L / perSecond;
    long end = System.nanoTime() + nanos;
    long due = System.nanoTime();
    while (due - end < 0) {
      long begin = awaitTime(due);
      target.emit();
      long done = System.nanoTime();
      times.recordValue(Math.min(LONGEST, done - begin));
      // Late because of the scheduler or the target: goes on from here, without a burst.
      due = Math.max(due + interval, done);
    }
    return new EmissionTimes(
        times.getValueAtPercentile(50),
        times.getValueAtPercentile(99),
        times.getValueAtPercentile(99.9),
        times.getMaxValue(),
        Math.round(times.getMean()));
  }

  private static long awaitTime(long due) {
    long now = System.nanoTime();
    while (now - due < 0) {
      Thread.onSpinWait();
      now = System.nanoTime();
    }
    return now;
  }

  String toText() {
    return p50 + " " + p99 + " " + p999 + " " + max + " " + mean;
  }

  static EmissionTimes parse(String text) {
    String[] fields = text.split(" ", 0);
    return new EmissionTimes(
        Long.parseLong(fields[0]),
        Long.parseLong(fields[1]),
        Long.parseLong(fields[2]),
        Long.parseLong(fields[3]),
        Long.parseLong(fields[4]));
  }
}
