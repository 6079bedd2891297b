package io.semj.core.engine;

import io.semj.error.JournalException;
import io.semj.error.JournalTimeoutException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How far events are durable, who waits for more, and up to where a sync is wanted. The sync thread
 * advances it; everybody else asks.
 */
final class DurabilityTracker {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PriorityQueue<Waiting> futures =
      new PriorityQueue<>(Comparator.comparingLong(Waiting::sequence));
  private final Lifecycle lifecycle;
  private final boolean syncEachBatch;
  private Runnable wakeSyncer = () -> {};
  private volatile long durable;
  private volatile long durableEvent;
  private volatile long wanted;

  private record Waiting(long sequence, CompletableFuture<Long> future) {}

  DurabilityTracker(long durable, boolean syncEachBatch, Lifecycle lifecycle) {
    this.durable = durable;
    this.durableEvent = durable;
    this.syncEachBatch = syncEachBatch;
    this.lifecycle = lifecycle;
  }

  /** Who is told that a sync is wanted; set once, before threads run. */
  void wakeSyncerWith(Runnable waker) {
    wakeSyncer = waker;
  }

  long durable() {
    return durable;
  }

  /** Whether a sync is wanted that covers events behind the durable one. */
  boolean syncWanted() {
    return wanted > durable;
  }

  /** The writer published a block. */
  void written(long sequence, boolean urgent) {
    if (urgent || syncEachBatch) {
      want(sequence);
    } else if (syncWanted()) {
      wakeSyncer.run();
    }
  }

  /** Asks for a sync up to a sequence. */
  void want(long sequence) {
    if (sequence > wanted) {
      lock.lock();
      try {
        wanted = Math.max(wanted, sequence);
      } finally {
        lock.unlock();
      }
    }
    wakeSyncer.run();
  }

  CompletableFuture<Long> future(long sequence) {
    CompletableFuture<Long> future = new CompletableFuture<>();
    lock.lock();
    try {
      if (durable >= sequence) {
        future.complete(sequence);
      } else if (!lifecycle.hasEnded()) {
        futures.add(new Waiting(sequence, future));
      }
    } finally {
      lock.unlock();
    }
    if (lifecycle.hasEnded()) {
      failWaiting();
      future.completeExceptionally(lifecycle.refusal());
    } else {
      want(sequence);
    }
    return future;
  }

  /** The last sequence known to be durable that is really an event's, not a dropped one's. */
  long durableEvent() {
    return durableEvent;
  }

  /**
   * Everything up to a sequence is durable or was dropped. One thread at a time.
   *
   * @param sequence the settled one
   * @param event the last one that is written
   */
  void advance(long sequence, long event) {
    List<Waiting> done = new ArrayList<>();
    lock.lock();
    try {
      durable = Math.max(durable, sequence);
      durableEvent = Math.max(durableEvent, event);
      changed.signalAll();
      while (!futures.isEmpty() && futures.element().sequence() <= sequence) {
        done.add(futures.remove());
      }
    } finally {
      lock.unlock();
    }
    done.forEach(waiting -> waiting.future().complete(waiting.sequence()));
  }

  /** Waits for a sequence; a sync is asked for up to the last one that was emitted. */
  void await(long sequence, long emitted, long timeoutNanos) {
    if (durable >= sequence) {
      return;
    }
    want(Math.min(sequence, emitted));
    long left = timeoutNanos;
    boolean interrupted = false;
    lock.lock();
    try {
      while (durable < sequence) {
        if (lifecycle.hasEnded()) {
          throw lifecycle.refusal();
        }
        if (left <= 0) {
          throw new JournalTimeoutException(
              "event is not durable in time: sequence="
                  + sequence
                  + ", durable="
                  + durable
                  + ", waitedMillis="
                  + TimeUnit.NANOSECONDS.toMillis(timeoutNanos));
        }
        try {
          left = changed.awaitNanos(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The journal has failed or is closed: nothing more becomes durable. */
  void failWaiting() {
    List<Waiting> lost = new ArrayList<>();
    lock.lock();
    try {
      changed.signalAll();
      while (!futures.isEmpty()) {
        lost.add(futures.remove());
      }
    } finally {
      lock.unlock();
    }
    JournalException refusal = lifecycle.refusal();
    lost.forEach(waiting -> waiting.future().completeExceptionally(refusal));
  }
}
