package io.semj.core.engine;

import io.semj.error.JournalClosedException;
import io.semj.error.JournalException;
import io.semj.error.JournalFailedException;
import java.util.concurrent.atomic.AtomicReference;

/** Whether the journal takes events, and why not. Safe for all threads. */
final class Lifecycle {
  static final int OPEN = 0;
  static final int CLOSING = 1;
  static final int FAILED = 2;
  static final int CLOSED = 3;
  private static final long NOT_CLOSING = Long.MAX_VALUE;

  private final AtomicReference<JournalException> failure = new AtomicReference<>();
  private final Runnable onFailure;
  private volatile int state = OPEN;
  private volatile long lastRingSequence = NOT_CLOSING;

  Lifecycle(Runnable onFailure) {
    this.onFailure = onFailure;
  }

  int state() {
    return state;
  }

  boolean isOpen() {
    return state == OPEN;
  }

  boolean hasFailed() {
    return state == FAILED;
  }

  /** For the journal's own threads: ends what they do once it has failed. */
  void requireGoing() {
    if (hasFailed()) {
      throw new StoppedException("journal has failed");
    }
  }

  /** Failed or closed: nothing changes any more. */
  boolean hasEnded() {
    int now = state;
    return now == FAILED || now == CLOSED;
  }

  JournalException failure() {
    return failure.get();
  }

  /** Begins closing; false when the journal was not open. */
  synchronized boolean beginClosing() {
    if (state != OPEN) {
      return false;
    }
    state = CLOSING;
    return true;
  }

  /**
   * Events claimed up to here are still written; set after the state was. The first call counts.
   */
  synchronized void closeBehind(long ringSequence) {
    if (lastRingSequence == NOT_CLOSING) {
      lastRingSequence = ringSequence;
    }
  }

  /** The last event that is taken; without an end while the journal is open. */
  long lastRingSequence() {
    return lastRingSequence;
  }

  synchronized void closed() {
    if (state == CLOSING) {
      state = CLOSED;
    }
  }

  /** Fail-stops the journal; the first cause stays. Returns whether this was the first. */
  boolean fail(JournalException cause) {
    synchronized (this) {
      if (state == FAILED || state == CLOSED) {
        return false;
      }
      failure.set(cause);
      state = FAILED;
    }
    onFailure.run();
    return true;
  }

  /** Throws unless events are taken. */
  void requireOpen() {
    if (state != OPEN) {
      throw refusal();
    }
  }

  JournalException refusal() {
    JournalException cause = failure.get();
    return cause == null ? new JournalClosedException("journal is closed") : failed(cause);
  }

  static JournalFailedException failed(JournalException cause) {
    return new JournalFailedException("journal has failed: " + cause.getMessage(), cause);
  }

  /**
   * Whether an event claimed at this place is still written, when the journal was no longer open
   * right after the claim.
   */
  boolean admits(long ringSequence) {
    while (state == CLOSING && lastRingSequence == NOT_CLOSING) {
      Thread.onSpinWait();
    }
    return state != FAILED && ringSequence <= lastRingSequence;
  }
}
