package io.semj.recovery.work;

import static java.util.Objects.requireNonNull;

import io.semj.error.JournalTimeoutException;
import io.semj.error.WorkCancelledException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.concurrent.NanoClock;

/**
 * Holds, resumes or ends long work from any thread. The work calls {@link #check()} wherever it can
 * stop without harm: in between two blocks, say. Safe for use by many threads.
 */
public final class WorkControl {
  /** A clock of the caller's may run faster than ours: it is asked again that often. */
  private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final NanoClock clock;
  private final Duration limit;
  private final long beganNanos;
  private volatile boolean paused;
  private volatile boolean cancelled;

  /** Work that may take as long as it does. */
  public WorkControl() {
    this(null, System::nanoTime);
  }

  /**
   * Work that may take a certain time, which begins now and goes on while the work is paused.
   *
   * @param limit how long the work may take
   */
  public WorkControl(Duration limit) {
    this(requireNonNull(limit, "limit"), System::nanoTime);
  }

  /**
   * Work that may take a certain time by a clock of the caller's.
   *
   * @param limit how long the work may take, or null for no limit
   * @param clock tells the time
   */
  public WorkControl(Duration limit, NanoClock clock) {
    if (limit != null && limit.isNegative()) {
      throw new IllegalArgumentException("time limit is negative: actual=" + limit);
    }
    this.limit = limit;
    this.clock = requireNonNull(clock, "clock");
    this.beganNanos = clock.nanoTime();
  }

  /** Holds the work at its next check, until {@link #resume()}. */
  public void pause() {
    paused = true;
  }

  /** Lets paused work go on. */
  public void resume() {
    paused = false;
    wake();
  }

  /** Ends the work at its next check, paused or not. For good. */
  public void cancel() {
    cancelled = true;
    wake();
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Whether the work is to be held.
   *
   * @return whether it was paused and not resumed
   */
  public boolean isPaused() {
    return paused;
  }

  /**
   * Whether the work is to end.
   *
   * @return whether it was cancelled
   */
  public boolean isCancelled() {
    return cancelled;
  }

  /**
   * The work's own call: returns if it may go on, and waits while it is paused. An interrupt ends
   * the wait as a cancellation does, and stays set.
   *
   * @return whether it was held, so that the time can be left out of a rate
   * @throws WorkCancelledException when it was cancelled
   * @throws JournalTimeoutException when its time limit is over
   */
  public boolean check() {
    checkEnded();
    if (!paused) {
      return false;
    }
    lock.lock();
    try {
      while (paused) {
        changed.awaitNanos(LONGEST_WAIT_NANOS);
        checkEnded();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkCancelledException("work was interrupted while it was paused");
    } finally {
      lock.unlock();
    }
    return true;
  }

  /**
   * As {@link #check()}, without waiting while the work is paused: for a thread that has something
   * else to look out for meanwhile.
   *
   * @throws WorkCancelledException when it was cancelled
   * @throws JournalTimeoutException when its time limit is over
   */
  public void checkEnded() {
    if (cancelled) {
      throw new WorkCancelledException("work was cancelled");
    }
    if (limit != null && clock.nanoTime() - beganNanos > limit.toNanos()) {
      throw new JournalTimeoutException("work took longer than it may: limit=" + limit);
    }
  }
}
