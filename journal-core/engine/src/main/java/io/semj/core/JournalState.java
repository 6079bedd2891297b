package io.semj.core;

/** What a journal is able to do just now. */
public enum JournalState {
  /** Everything works. */
  OPEN,

  /** Everything works, but there is little more room on the device than is to be kept free. */
  SPACE_LOW,

  /**
   * The device or the quota is full, or has only what is to be kept free: nothing more is written
   * than what has been reserved already. The journal goes on by itself when there is room again.
   * Emissions do as the overflow policy says once the ring is full.
   */
  SPACE_FULL,

  /** Stopped by a failure for good: every emission is refused with it. Reading still works. */
  FAILED,

  /** Being closed: takes no more events, writes and forces those that it has. */
  CLOSING,

  /** Closed. */
  CLOSED
}
