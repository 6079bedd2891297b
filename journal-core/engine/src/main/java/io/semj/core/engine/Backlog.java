package io.semj.core.engine;

/**
 * Tells whether producers are quicker than the writer for longer than the ring takes up for them,
 * without anything among their events for which all before it has to be written first. Writer
 * thread only.
 */
final class Backlog {
  private static final int SHARE = 8;

  private final int capacity;
  private long events;

  /**
   * A backlog.
   *
   * @param capacity of the ring, in events
   */
  Backlog(int capacity) {
    this.capacity = capacity;
  }

  /** How many events in the ring are a backlog: not what came in while one block was written. */
  int least() {
    return capacity / SHARE;
  }

  /**
   * The writer has taken events.
   *
   * @param taken how many
   * @param left how many are in the ring behind them
   */
  void took(int taken, long left) {
    events = left >= least() ? events + taken : 0;
  }

  /** Something has to be written at once, or by itself: what follows is not helped by waiting. */
  void interrupt() {
    events = 0;
  }

  /** Whether more events than the ring has room for were taken while there was a backlog. */
  boolean lasts() {
    return events > capacity;
  }
}
