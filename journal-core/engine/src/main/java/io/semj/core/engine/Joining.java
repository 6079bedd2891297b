package io.semj.core.engine;

import java.util.concurrent.TimeUnit;

/** Waiting for the end of a thread, which an interrupt does not end. */
final class Joining {
  private Joining() {}

  /** Whether the thread has ended in time. The caller stays interrupted when it was. */
  static boolean join(Thread thread, long nanos) {
    long deadline = System.nanoTime() + nanos;
    boolean interrupted = false;
    try {
      for (long left = nanos; thread.isAlive() && left > 0; left = deadline - System.nanoTime()) {
        try {
          TimeUnit.NANOSECONDS.timedJoin(thread, left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    return !thread.isAlive();
  }
}
