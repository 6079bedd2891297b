package io.semj.core.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Completes when an event is durable. A thread that waits for it in {@code join} or {@code get} is
 * woken by whoever made the event durable, and completes the future itself; all others are
 * completed by the sync thread, which nobody then waits for.
 */
final class DurableFuture extends CompletableFuture<Long> {
  private final DurabilityTracker tracker;
  private final long sequence;
  private Thread waiter;

  DurableFuture(DurabilityTracker tracker, long sequence) {
    this.tracker = tracker;
    this.sequence = sequence;
  }

  long sequence() {
    return sequence;
  }

  /** The thread that waits and completes; null when there is none. With the tracker's lock. */
  Thread waiter() {
    return waiter;
  }

  /** With the tracker's lock. */
  void waiter(Thread thread) {
    waiter = thread;
  }

  void completeDurable() {
    complete(sequence);
  }

  @Override
  public Long join() {
    tracker.await(this, Long.MAX_VALUE);
    return super.join();
  }

  @Override
  public Long get() throws InterruptedException, ExecutionException {
    tracker.await(this, Long.MAX_VALUE);
    return super.get();
  }

  @Override
  public Long get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    long begin = System.nanoTime();
    long nanos = unit.toNanos(timeout);
    tracker.await(this, nanos);
    return super.get(Math.max(0, nanos - (System.nanoTime() - begin)), TimeUnit.NANOSECONDS);
  }
}
