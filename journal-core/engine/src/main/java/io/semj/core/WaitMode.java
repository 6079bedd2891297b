package io.semj.core;

/**
 * How the writer thread waits while the ring is empty. It trades processor time for the time until
 * an event is written; the time of an emission is hardly touched, except by {@link #BLOCKING}.
 */
public enum WaitMode {
  /**
   * Spins shortly, then sleeps, at first for 50 µs, soon for a millisecond, and after a long
   * silence for a hundredth of it, but no longer than 20 ms. Costs a third of a percent of one
   * processor while idle for long; an event after a silence is written by so much later than it
   * could be, unless its caller waits for it, it is critical, or it is the last of a quarter of the
   * ring: these wake the writer.
   */
  SLEEPING,

  /**
   * Spins shortly, then yields. Takes a whole processor whenever no other thread wants it; events
   * are written within microseconds.
   */
  YIELDING,

  /**
   * Spins. Takes a whole processor always: only for machines with a processor to give away, where
   * the last microsecond counts.
   */
  BUSY_SPIN,

  /**
   * Sleeps until it is woken. Costs nothing while idle, but the waking is paid by the emitting
   * thread: about 12 µs whenever the writer was asleep, which is nearly every time at low rates.
   */
  BLOCKING
}
