package io.semj.core;

/** What a journal is able to do just now. */
public enum JournalState {
  /** Everything works. */
  OPEN,

  /**
   * Everything works, but the room that is to be kept free on the device is being used, or the next
   * segment could not be reserved.
   */
  SPACE_LOW,

  /**
   * The device or the quota is full: nothing is written until there is room again, then the journal
   * goes on by itself. Emissions do as the overflow policy says once the ring is full.
   */
  SPACE_FULL,

  /** Stopped by a failure for good: every emission is refused with it. Reading still works. */
  FAILED,

  /** Being closed: takes no more events, writes and forces those that it has. */
  CLOSING,

  /** Closed. */
  CLOSED
}
