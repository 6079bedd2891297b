package io.semj.subscribe;

import java.util.concurrent.locks.LockSupport;

/**
 * The thread that looks for new events, and delivers them itself to whoever takes them quickly.
 * When it is caught in a listener's call another watch takes its place, and it ends with that call.
 */
final class Watch implements Runnable {
  private static final int SPINS = 100;
  private static final long SHORTEST_PARK_NANOS = 50_000;
  private static final long LONGEST_PARK_NANOS = 1_000_000;

  private final Dispatcher dispatcher;
  private final boolean busy;
  private volatile Thread thread;
  private volatile long sliceBegan;
  private long park = SHORTEST_PARK_NANOS;
  private int spins;

  Watch(Dispatcher dispatcher, boolean busy) {
    this.dispatcher = dispatcher;
    this.busy = busy;
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    while (dispatcher.isWatchedBy(this)) {
      if (dispatcher.round(this)) {
        spins = 0;
        park = SHORTEST_PARK_NANOS;
      } else if (dispatcher.isWatchedBy(this)) {
        idle();
      }
    }
  }

  private void idle() {
    if (dispatcher.isEmpty()) {
      LockSupport.park(this);
    } else if (busy || spins < SPINS) {
      spins++;
      Thread.onSpinWait();
    } else {
      LockSupport.parkNanos(this, park);
      park = Math.min(2 * park, LONGEST_PARK_NANOS);
    }
  }

  void wake() {
    LockSupport.unpark(thread);
  }

  void sliceBegins(long now) {
    sliceBegan = now;
  }

  void sliceEnded() {
    sliceBegan = 0;
  }

  /** Since when it delivers, or 0 when it does not. */
  long sliceBegan() {
    return sliceBegan;
  }
}
