package io.semj.core.engine;

import io.semj.error.JournalException;
import io.semj.error.JournalTimeoutException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * How far events are durable, who waits for more, and up to where a sync is wanted. Whoever synced
 * advances it, one thread at a time; everybody else asks.
 */
final class DurabilityTracker {
  private final ReentrantLock lock = new ReentrantLock();
  private final PriorityQueue<DurableFuture> waiting =
      new PriorityQueue<>(Comparator.comparingLong(DurableFuture::sequence));
  private final Queue<DurableFuture> due = new ArrayDeque<>();
  private final List<Thread> toWake = new ArrayList<>();
  private final Lifecycle lifecycle;
  private final AtomicLong wanted = new AtomicLong();
  private final AtomicLong awaited = new AtomicLong();
  private final WaitingRounds rounds = new WaitingRounds();
  private Syncing syncing = () -> {};
  private LongSupplier settled = () -> Long.MAX_VALUE;
  private volatile long durable;
  private volatile long durableEvent;
  private volatile int waiters;

  /** Who syncs. */
  @FunctionalInterface
  interface Syncing {
    /** Tells the sync thread that there is work. */
    void wake();

    /** Syncs on the calling thread, the writer's, or wakes the sync thread. */
    default void syncDirectly() {
      wake();
    }

    /** Whether the sync thread does not look by itself, soon, at what is written. */
    default boolean isDozing() {
      return false;
    }
  }

  DurabilityTracker(long durable, Lifecycle lifecycle) {
    this.durable = durable;
    this.durableEvent = durable;
    this.lifecycle = lifecycle;
  }

  /**
   * Who syncs; set once, before threads run.
   *
   * @param settledSequence up to which everything is written or was dropped
   */
  void syncWith(Syncing whoSyncs, LongSupplier settledSequence) {
    syncing = whoSyncs;
    settled = settledSequence;
  }

  long durable() {
    return durable;
  }

  /** Whether somebody waits for events behind the durable one. */
  boolean isAwaited() {
    return awaited.get() > durable;
  }

  /** Whether a sync is wanted that covers events behind the durable one. */
  boolean syncWanted() {
    return wanted.get() > durable;
  }

  /**
   * The writer published a block.
   *
   * @param sequence of its last event
   * @param urgent whether it is to be synced whoever waits
   * @param caughtUp whether nothing else is to be written now: then the writer may as well sync for
   *     those who wait, which saves them a change of threads
   */
  void written(long sequence, boolean urgent, boolean caughtUp) {
    if (urgent) {
      raise(wanted, sequence);
    }
    if (caughtUp && isAwaited()) {
      syncing.syncDirectly();
    } else if (syncWanted() || syncing.isDozing()) {
      syncing.wake();
    }
  }

  private static void raise(AtomicLong value, long atLeast) {
    if (value.get() < atLeast) {
      value.accumulateAndGet(atLeast, Math::max);
    }
  }

  /** Asks for a sync up to a sequence that somebody waits for. */
  private void want(long sequence) {
    raise(awaited, sequence);
    raise(wanted, sequence);
    // Else the writer sees that a sync is wanted when it has written it: it looks afterwards.
    if (settled.getAsLong() >= sequence) {
      syncing.wake();
    }
  }

  /** Completes when an event is durable; asks for a sync. */
  CompletableFuture<Long> future(long sequence) {
    DurableFuture future = new DurableFuture(this, sequence);
    if (!add(future)) {
      future.completeDurable();
    } else if (lifecycle.hasEnded()) {
      failWaiting();
      future.completeExceptionally(lifecycle.refusal());
    } else {
      want(sequence);
    }
    return future;
  }

  /** False when its event is durable already. */
  private boolean add(DurableFuture future) {
    lock.lock();
    try {
      if (durable >= future.sequence()) {
        return false;
      }
      waiting.add(future);
      waiters = waiting.size();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The last sequence known to be durable that is really an event's, not a dropped one's. */
  long durableEvent() {
    return durableEvent;
  }

  /**
   * Everything up to a sequence is durable or was dropped. Wakes those who wait for it; what else
   * there is to complete is left to {@link #completeDue}. One thread at a time.
   *
   * @param sequence the settled one
   * @param event the last one that is written
   */
  void advance(long sequence, long event) {
    lock.lock();
    try {
      durable = Math.max(durable, sequence);
      durableEvent = Math.max(durableEvent, event);
      while (!waiting.isEmpty() && waiting.element().sequence() <= sequence) {
        DurableFuture future = waiting.remove();
        if (future.waiter() == null) {
          due.add(future);
        } else {
          toWake.add(future.waiter());
        }
      }
      waiters = waiting.size();
    } finally {
      lock.unlock();
    }
    toWake.forEach(LockSupport::unpark);
    toWake.clear();
  }

  /** How long a sync takes now, which is how long somebody may well wait for the next one. */
  void syncTook(long nanos) {
    rounds.expect(nanos);
  }

  /** Whether futures are to be completed. */
  boolean hasDue() {
    lock.lock();
    try {
      return !due.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Completes the futures whose events are durable, in their order; runs what depends on them. */
  void completeDue() {
    for (DurableFuture future = nextDue(); future != null; future = nextDue()) {
      future.completeDurable();
    }
  }

  private DurableFuture nextDue() {
    lock.lock();
    try {
      return due.poll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a sequence; a sync is asked for up to the last one that was emitted. */
  void await(long sequence, long emitted, long timeoutNanos) {
    DurableFuture future = new DurableFuture(this, sequence);
    future.waiter(Thread.currentThread());
    if (!add(future)) {
      return;
    }
    boolean interrupted = false;
    try {
      want(Math.min(sequence, emitted));
      long begin = System.nanoTime();
      long left = timeoutNanos;
      while (left > 0 && !isOver(future)) {
        pause(future, left);
        interrupted |= Thread.interrupted();
        left = timeoutNanos - (System.nanoTime() - begin);
      }
    } finally {
      if (durable < sequence) {
        remove(future);
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    requireDurable(sequence, timeoutNanos);
  }

  private void requireDurable(long sequence, long timeoutNanos) {
    if (durable >= sequence) {
      return;
    }
    if (lifecycle.hasEnded()) {
      throw lifecycle.refusal();
    }
    throw new JournalTimeoutException(
        "event is not durable in time: sequence="
            + sequence
            + ", durable="
            + durable
            + ", waitedMillis="
            + TimeUnit.NANOSECONDS.toMillis(timeoutNanos));
  }

  private void remove(DurableFuture future) {
    lock.lock();
    try {
      waiting.remove(future);
      waiters = waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a future's event is durable, and completes it then. Comes back before when the
   * future was completed otherwise, the time is over, or the thread is interrupted; or at once when
   * there is more to it than this thread's waiting.
   */
  void await(DurableFuture future, long nanos) {
    if (future.isDone() || !enter(future)) {
      return;
    }
    pause(future, nanos);
    if (leave(future)) {
      future.completeDurable();
    }
  }

  /** A pool's thread waits in a way that lets the pool start another one. */
  private boolean enter(DurableFuture future) {
    if (future.getNumberOfDependents() > 0
        || Thread.currentThread() instanceof ForkJoinWorkerThread) {
      return false;
    }
    lock.lock();
    try {
      if (future.waiter() != null) {
        return false;
      }
      future.waiter(Thread.currentThread());
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the event is durable. */
  private boolean leave(DurableFuture future) {
    lock.lock();
    try {
      future.waiter(null);
      return durable >= future.sequence();
    } finally {
      lock.unlock();
    }
  }

  /** Waits, at most until the thread is interrupted. */
  private void pause(DurableFuture future, long nanos) {
    long begin = System.nanoTime();
    boolean alone = waiters <= 1;
    for (long waited = 0; waited < nanos && !isOver(future); waited = System.nanoTime() - begin) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      rounds.pause(waited, nanos - waited, alone && waiters <= 1);
    }
  }

  private boolean isOver(DurableFuture future) {
    return durable >= future.sequence() || future.isDone() || lifecycle.hasEnded();
  }

  /** The journal has failed or is closed: nothing more becomes durable. */
  void failWaiting() {
    completeDue();
    List<DurableFuture> lost = new ArrayList<>();
    lock.lock();
    try {
      while (!waiting.isEmpty()) {
        DurableFuture future = waiting.remove();
        lost.add(future);
        LockSupport.unpark(future.waiter());
      }
    } finally {
      lock.unlock();
    }
    JournalException refusal = lifecycle.refusal();
    lost.forEach(future -> future.completeExceptionally(refusal));
  }
}
