package io.semj.kernel;

import io.semj.format.RecordFlyweight;

/**
 * Passes over what a device gives again. Of a device nobody knows where it begins: events that were
 * imported before may come once more, but only in front of the first new one. Belongs to one
 * opening of the device, however many attempts it takes to read from it; not thread-safe.
 */
final class KnownEvents {
  /** A kernel event that comes again has the same time, but for what the clocks were adjusted. */
  private static final long SLACK_NANOS = 1_000_000_000;

  private boolean passing;
  private boolean first = true;

  private KnownEvents(boolean passing) {
    this.passing = passing;
  }

  /** Of a source that is read from where the last import ended. */
  static KnownEvents none() {
    return new KnownEvents(false);
  }

  /** Of a device that was just opened. */
  static KnownEvents ofDevice() {
    return new KnownEvents(true);
  }

  /**
   * Whether the next event of the source was imported before.
   *
   * @param record of the event, with its time by the wall clock
   * @param last that was imported
   */
  boolean has(RecordFlyweight record, ResumePoint last) {
    if (!passing) {
      return false;
    }
    // Where it begins later than it ended, its kernel has begun to count anew.
    boolean rebooted = first && isLater(record.timestampNanos(), last);
    first = false;
    passing =
        last.exists() && !rebooted && Long.compareUnsigned(record.sequence(), last.sequence()) <= 0;
    return passing;
  }

  private static boolean isLater(long timestamp, ResumePoint last) {
    long bound = last.timestampNanos() + SLACK_NANOS;
    return bound > last.timestampNanos() && timestamp > bound;
  }
}
