package io.semj.core.metrics;

import io.semj.core.DropReason;
import io.semj.core.JournalMetrics;
import io.semj.error.ErrorCategory;

/**
 * Gathers the metrics of one journal. Methods that record neither wait nor allocate; each says
 * which thread may call it. Nanoseconds of "now" are those of {@link System#nanoTime()}; totals are
 * counted by the engine, from the opening of the journal on.
 */
public final class MetricsRecorder {
  private static final double NANOS_PER_SECOND = 1e9;

  private final LatencyRecorder emission = new LatencyRecorder();
  private final LatencyRecorder sync = new LatencyRecorder();
  private final BatchCounters batches = new BatchCounters();
  private final EventCounters events = new EventCounters();
  private final ThroughputMeter throughput;

  /** A recorder that has seen nothing, and begins now. */
  public MetricsRecorder() {
    this(System.nanoTime());
  }

  /**
   * A recorder that has seen nothing.
   *
   * @param nowNanos from when on means per second are counted
   */
  public MetricsRecorder(long nowNanos) {
    this.throughput = new ThroughputMeter(nowNanos);
  }

  /**
   * Whether an emission is to be timed: about one in 64. Any thread.
   *
   * @param timestampNanos of the event
   * @return true to time it
   */
  public static boolean sampled(long timestampNanos) {
    return LatencySampler.sampled(timestampNanos);
  }

  /**
   * An emission was timed. Any thread.
   *
   * @param nanos that it took
   */
  public void emissionLatency(long nanos) {
    emission.record(nanos);
  }

  /**
   * A batch was written. The writer thread only.
   *
   * @param eventCount its events
   * @param rawBytes of its records
   * @param storedBytes that they took on disk
   * @param nanos to seal and write it
   */
  public void batch(int eventCount, int rawBytes, int storedBytes, long nanos) {
    batches.add(eventCount, rawBytes, storedBytes, nanos);
  }

  /**
   * A segment was forced to the device. Any thread.
   *
   * @param nanos that it took
   */
  public void sync(long nanos) {
    sync.record(nanos);
  }

  /**
   * Events were dropped. Any thread.
   *
   * @param reason why
   * @param count how many
   */
  public void dropped(DropReason reason, long count) {
    events.dropped(reason, count);
  }

  /** A storage operation is tried again. Any thread. */
  public void retried() {
    events.retried();
  }

  /**
   * Emissions were refused with an error, or an error lost events. Any thread.
   *
   * @param count how many
   */
  public void failed(long count) {
    events.failed(count);
  }

  /**
   * Something failed. Any thread.
   *
   * @param category of the error
   */
  public void error(ErrorCategory category) {
    events.error(category);
  }

  /**
   * Measures the current throughput; to be called about once a second. Any thread.
   *
   * @param nowNanos the time
   * @param emittedTotal events emitted since the opening
   */
  public void tick(long nowNanos, long emittedTotal) {
    throughput.tick(nowNanos, emittedTotal);
  }

  /**
   * What was recorded since the opening or the last reset. Any thread.
   *
   * @param emittedTotal events emitted since the opening
   * @param persistedTotal events written since the opening
   * @param journalBytes of the journal as it is
   * @param utilization of the current segment's reserved space, 0 to 1
   * @param nowNanos the time
   * @return the metrics
   */
  public JournalMetrics snapshot(
      long emittedTotal,
      long persistedTotal,
      long journalBytes,
      double utilization,
      long nowNanos) {
    return new JournalMetrics(
        events.events(emittedTotal, persistedTotal),
        emission.snapshot(),
        throughput.snapshot(emittedTotal, nowNanos),
        batches.batches(),
        batches.storage(journalBytes, utilization, throughput.elapsedNanos(nowNanos)),
        sync.snapshot(),
        events.errors());
  }

  /**
   * Begins all metrics anew. Any thread.
   *
   * @param emittedTotal events emitted since the opening
   * @param persistedTotal events written since the opening
   * @param nowNanos the time
   */
  public void reset(long emittedTotal, long persistedTotal, long nowNanos) {
    emission.reset();
    sync.reset();
    batches.reset();
    events.reset(emittedTotal, persistedTotal);
    throughput.reset(emittedTotal, nowNanos);
  }

  static double perSecond(long count, long nanos) {
    return nanos <= 0 ? 0 : count * NANOS_PER_SECOND / nanos;
  }
}
