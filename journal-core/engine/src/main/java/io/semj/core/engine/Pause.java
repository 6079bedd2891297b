package io.semj.core.engine;

import java.util.concurrent.locks.LockSupport;

/** Waiting for another thread in rounds: a few spins, then short parks. */
final class Pause {
  private static final int SPINS = 100;
  private static final long PARK_NANOS = 50_000;

  private Pause() {}

  /** Waits a moment; longer from some round on. */
  static void round(int round) {
    if (isSpin(round)) {
      Thread.onSpinWait();
    } else {
      LockSupport.parkNanos(PARK_NANOS);
    }
  }

  /** Whether the wait is still too short for a look at the clock to matter. */
  static boolean isSpin(int round) {
    return round < SPINS;
  }
}
