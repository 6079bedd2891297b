package io.semj.suite.measure;

/**
 * One thing to be measured of one subject.
 *
 * @param measure what
 * @param size of an event, in bytes
 * @param producers how many threads emit, or wait
 * @param warmup in seconds
 * @param seconds to measure
 * @param amount events to store first, or mebibytes, where the measure needs that
 */
public record Task(
    Measure measure, int size, int producers, double warmup, double seconds, long amount) {
  private static final double NANOS = 1e9;

  long warmupNanos() {
    return (long) (warmup * NANOS);
  }

  long nanos() {
    return (long) (seconds * NANOS);
  }
}
