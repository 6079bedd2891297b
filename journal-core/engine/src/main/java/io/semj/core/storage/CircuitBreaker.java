package io.semj.core.storage;

import io.semj.error.StorageIoException;

/**
 * Keeps operations from a device that fails again and again. Closed: all may go. Open: none may,
 * until the reset time has passed. Half open: one may go, and its outcome decides. Any thread.
 */
final class CircuitBreaker {
  private enum State {
    CLOSED,
    OPEN,
    HALF_OPEN
  }

  private final int threshold;
  private final long resetNanos;
  private State state = State.CLOSED;
  private int failures;
  private long openedAt;
  private StorageIoException lastFailure;

  CircuitBreaker(int threshold, long resetNanos) {
    this.threshold = threshold;
    this.resetNanos = resetNanos;
  }

  /** Asks to go: null when the operation may, else the last failure. */
  synchronized StorageIoException refusal(long nowNanos) {
    if (state == State.CLOSED) {
      return null;
    }
    // Half open is timed as well: an operation that went and never told must not block for ever.
    if (nowNanos - openedAt < resetNanos) {
      return lastFailure;
    }
    state = State.HALF_OPEN;
    openedAt = nowNanos;
    return null;
  }

  synchronized void succeeded() {
    state = State.CLOSED;
    failures = 0;
    lastFailure = null;
  }

  /** The device answered with a refusal that is none of its health: as good as no answer. */
  synchronized void answered(long nowNanos) {
    if (state == State.HALF_OPEN) {
      state = State.OPEN;
      openedAt = nowNanos - resetNanos;
    }
  }

  synchronized void failed(StorageIoException failure, long nowNanos) {
    lastFailure = failure;
    failures++;
    if (state == State.HALF_OPEN || failures >= threshold) {
      state = State.OPEN;
      openedAt = nowNanos;
    }
  }

  /** Whether operations are being refused, or one is being tried. */
  synchronized boolean isOpen() {
    return state != State.CLOSED;
  }
}
