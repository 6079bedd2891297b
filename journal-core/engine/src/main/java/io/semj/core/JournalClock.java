package io.semj.core;

/**
 * Where event timestamps come from. Called once per emission by every emitting thread: it must be
 * safe for many threads, must not allocate, and should take no more than some 25 ns.
 */
@FunctionalInterface
public interface JournalClock {
  /**
   * The time now.
   *
   * @return nanoseconds since 1970-01-01T00:00:00Z, above 0
   */
  long epochNanos();

  /**
   * The machine's wall clock, at the price of one {@link System#nanoTime()}.
   *
   * @return the one instance of this process
   */
  static JournalClock system() {
    return SystemJournalClock.SHARED;
  }
}
