package io.semj.core.engine;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waiting for a sync. Being woken takes about half as long as a sync on a fast device, so who waits
 * alone keeps its processor about as long as the last sync took, if that was short; everybody else
 * sleeps until woken. Any thread.
 */
final class WaitingRounds {
  private static final long LONGEST_SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(250);
  private static final int LOOKS = 16;

  /** A future may be completed by others, who do not wake who sleeps here. */
  private static final long LONGEST_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final boolean mayKeepProcessor = Runtime.getRuntime().availableProcessors() > 1;
  private volatile long spinNanos;

  /** How long the next sync will take, as far as one can tell. */
  void expect(long syncNanos) {
    long spin = 2 * syncNanos;
    spinNanos = mayKeepProcessor && syncNanos <= LONGEST_SPIN_NANOS ? spin : 0;
  }

  /**
   * Waits a moment, or until woken.
   *
   * @param waitedNanos so far
   * @param leftNanos how long to wait at most
   * @param alone whether nobody else waits
   */
  void pause(long waitedNanos, long leftNanos, boolean alone) {
    if (alone && waitedNanos < spinNanos) {
      for (int i = 0; i < LOOKS; i++) {
        Thread.onSpinWait();
      }
    } else {
      LockSupport.parkNanos(this, Math.min(leftNanos, LONGEST_PARK_NANOS));
    }
  }
}
