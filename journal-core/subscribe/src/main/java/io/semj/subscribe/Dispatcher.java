package io.semj.subscribe;

import io.semj.error.InternalJournalException;
import java.io.Closeable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * Lets subscriptions deliver. One thread, the watch, looks for new events and delivers them itself:
 * that is quickest, and serves any number of subscriptions that take their events quickly. Those
 * that do not, or that catch up with the past, get a thread each for as long as that lasts. A guard
 * sees to it that nobody waits for a listener that the watch is caught in.
 */
final class Dispatcher implements Closeable {
  private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long INTERRUPTED_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long IDLE_THREAD_SECONDS = 2;

  private final Progress progress;
  private final boolean busy;
  private final BiFunction<String, Runnable, Thread> threads;
  private final CopyOnWriteArrayList<Delivery> deliveries = new CopyOnWriteArrayList<>();
  private final ThreadPoolExecutor heavy;
  private final WatchGuard guard = new WatchGuard(this);
  private volatile Watch watch;
  private volatile boolean closed;

  Dispatcher(Progress progress, boolean busy, BiFunction<String, Runnable, Thread> threads) {
    this.progress = progress;
    this.busy = busy;
    this.threads = threads;
    this.heavy =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_THREAD_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> threads.apply("subscriber", task));
  }

  void start() {
    replaceWatch();
    threads.apply("subscriptions-guard", guard).start();
  }

  /** Another watch takes over. The one before it ends when it comes back from what it does. */
  void replaceWatch() {
    Watch before = watch;
    Watch next = new Watch(this, busy);
    Thread thread = threads.apply("subscriptions", next);
    watch = next;
    try {
      thread.start();
    } catch (RuntimeException | Error e) {
      watch = before;
      throw e;
    }
  }

  boolean isWatchedBy(Watch asking) {
    return watch == asking && !closed;
  }

  Watch watch() {
    return watch;
  }

  boolean isClosed() {
    return closed;
  }

  boolean isEmpty() {
    return deliveries.isEmpty();
  }

  void add(Delivery delivery) {
    deliveries.add(delivery);
    if (delivery.hasEnded()) {
      deliveries.remove(delivery); // before it was added
    }
    if (closed) {
      delivery.cancel(); // while it was being made
    }
    wake();
  }

  void remove(Delivery delivery) {
    deliveries.remove(delivery);
  }

  void wake() {
    watch.wake();
  }

  /** Gives everybody who is ready a turn. Returns whether somebody was. */
  boolean round(Watch me) {
    look();
    boolean worked = false;
    for (Delivery delivery : deliveries) {
      if (isWatchedBy(me) && delivery.tryTurn()) {
        worked = true;
        if (delivery.isHeavy()) {
          handOver(delivery);
        } else {
          deliver(me, delivery);
        }
      }
    }
    return worked;
  }

  private void look() {
    try {
      progress.look();
    } catch (RuntimeException | Error e) {
      InternalJournalException told =
          new InternalJournalException("looking for new events failed: " + e, e);
      deliveries.forEach(delivery -> delivery.doom(told));
    }
  }

  private void deliver(Watch me, Delivery delivery) {
    long begin = System.nanoTime();
    me.sliceBegins(begin);
    guard.sliceBegins();
    boolean more = delivery.slice();
    me.sliceEnded();
    delivery.tookTurn(more, System.nanoTime() - begin);
    delivery.endTurn();
  }

  private void handOver(Delivery delivery) {
    try {
      heavy.execute(() -> deliverAlone(delivery));
    } catch (RejectedExecutionException | OutOfMemoryError noThread) {
      delivery.endTurn(); // closed, or tried again
    }
  }

  private static void deliverAlone(Delivery delivery) {
    long begin = System.nanoTime();
    boolean more = true;
    while (more) {
      more = delivery.slice();
      delivery.tookTurn(more, System.nanoTime() - begin);
      begin = System.nanoTime();
    }
    delivery.endTurn();
  }

  /** Ends all subscriptions and threads, interrupting calls that do not end by themselves. */
  @Override
  public void close() {
    boolean byListener = deliveries.stream().anyMatch(Delivery::isOnThisThread);
    closed = true;
    deliveries.forEach(Delivery::cancel);
    wake();
    guard.wake();
    heavy.shutdown();
    if (!byListener) {
      deliveries.forEach(delivery -> delivery.awaitEnd(CLOSE_NANOS));
      deliveries.forEach(Delivery::interrupt);
      deliveries.forEach(delivery -> delivery.awaitEnd(INTERRUPTED_NANOS));
    }
  }
}
