package io.semj.core;

import io.semj.error.ErrorCategory;
import java.util.Map;

/**
 * What a journal has done since it was opened, or since its metrics were reset; an immutable
 * snapshot. Times are in nanoseconds. Counters are read one after another while the journal goes
 * on, so that they may differ by what happened meanwhile.
 *
 * @param events what became of events
 * @param emissionLatency of about one emission in 64, chosen by its timestamp
 * @param throughput emissions per second
 * @param batches what the writer took at a time
 * @param storage bytes
 * @param sync forces of segments to the device
 * @param errors how often each category of error happened; categories that did not are absent
 */
public record JournalMetrics(
    Events events,
    Latency emissionLatency,
    Throughput throughput,
    Batches batches,
    Storage storage,
    Latency sync,
    Map<ErrorCategory, Long> errors) {

  /** Makes the errors unmodifiable. */
  public JournalMetrics {
    errors = Map.copyOf(errors);
  }

  /**
   * What became of events.
   *
   * @param emitted given a sequence
   * @param persisted written to a segment
   * @param droppedNewest see {@link DropReason#NEWEST}
   * @param droppedOldest see {@link DropReason#OLDEST}
   * @param shed see {@link DropReason#SHED}
   * @param retried storage operations that were tried again
   * @param failed emissions that were refused with an error, and events that an error lost
   */
  public record Events(
      long emitted,
      long persisted,
      long droppedNewest,
      long droppedOldest,
      long shed,
      long retried,
      long failed) {
    /**
     * Dropped for whatever reason.
     *
     * @return the sum
     */
    public long dropped() {
      return droppedNewest + droppedOldest + shed;
    }
  }

  /**
   * How long something took, in nanoseconds, with three significant digits; all 0 without samples.
   *
   * @param samples how many were measured
   * @param min the shortest
   * @param mean the average
   * @param p50 half of them took no longer
   * @param p95 95 percent took no longer
   * @param p99 99 percent took no longer
   * @param p999 99.9 percent took no longer
   * @param max the longest
   */
  public record Latency(
      long samples, long min, double mean, long p50, long p95, long p99, long p999, long max) {}

  /**
   * Emissions per second.
   *
   * @param current over the last full second
   * @param peak the highest of those seconds
   * @param mean over all the time
   */
  public record Throughput(double current, double peak, double mean) {}

  /**
   * What the writer took at a time.
   *
   * @param count how many batches
   * @param meanEvents events in a batch
   * @param largestEvents events in the largest
   * @param meanNanos the average time to seal and write one
   */
  public record Batches(long count, double meanEvents, long largestEvents, double meanNanos) {}

  /**
   * Bytes.
   *
   * @param journalBytes of the journal as it is now
   * @param utilization of the current segment's reserved space, 0 to 1
   * @param compressionRatio bytes of records to bytes stored for them; 1 when nothing was written
   * @param bytesPerSecond stored, over all the time
   */
  public record Storage(
      long journalBytes, double utilization, double compressionRatio, double bytesPerSecond) {}

  /** A table for a person. */
  @Override
  public String toString() {
    return MetricsTable.of(this);
  }
}
