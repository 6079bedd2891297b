package io.semj.tool.emit;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How far the input has come: told by the thread that reads it, asked by the one that acknowledges.
 */
final class Intake {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long emitted;
  private boolean waiting;
  private boolean ended;
  private Throwable failure;

  /**
   * An intake that has not begun.
   *
   * @param emitted the journal's last sequence before
   */
  Intake(long emitted) {
    this.emitted = emitted;
  }

  /** An event was emitted; sequences of one emitter ascend without gaps. */
  void emitted(long sequence) {
    lock.lock();
    try {
      emitted = sequence;
      if (waiting) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** There will be no more events: the input has ended, or is to be left. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** There will be no more events, because something failed. */
  void fail(Throwable reason) {
    lock.lock();
    try {
      if (!ended) {
        failure = reason;
      }
    } finally {
      lock.unlock();
    }
    end();
  }

  boolean hasEnded() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** Why the input was left, null if it was not. */
  Throwable failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until more was emitted, the input has ended, or time is up.
   *
   * @return the last sequence that was emitted
   */
  long awaitMoreThan(long sequence, long millis) {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      waiting = true;
      while (emitted <= sequence && !ended && left > 0) {
        left = changed.awaitNanos(left);
      }
      return emitted;
    } catch (InterruptedException e) {
      ended = true;
      return emitted;
    } finally {
      waiting = false;
      lock.unlock();
    }
  }

  /** Waits until the input has ended or time is up. */
  boolean awaitEnd(long millis) {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (!ended && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      ended = true;
    } finally {
      lock.unlock();
    }
    return hasEnded();
  }
}
