package io.semj.subscribe;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks now and then whether the watch is caught in a listener's call, and has it replaced then.
 * Sleeps while nothing is delivered.
 */
final class WatchGuard implements Runnable {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long CAUGHT_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
  private static final int QUIET_LOOKS = 250;

  private final Dispatcher dispatcher;
  private volatile Thread thread;
  private volatile boolean active;
  private volatile boolean asleep;

  WatchGuard(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    int quiet = 0;
    while (!dispatcher.isClosed()) {
      long began = dispatcher.watch().sliceBegan();
      if (began != 0 && System.nanoTime() - began > CAUGHT_NANOS) {
        replaceWatch();
      }
      quiet = active ? 0 : quiet + 1;
      active = false;
      if (quiet > QUIET_LOOKS && began == 0) {
        sleep();
        quiet = 0;
      } else {
        LockSupport.parkNanos(this, LOOK_NANOS);
      }
    }
  }

  private void replaceWatch() {
    try {
      dispatcher.replaceWatch();
    } catch (RuntimeException | OutOfMemoryError noThread) {
      // Tried again at the next look, until the watch comes back.
    }
  }

  private void sleep() {
    asleep = true;
    if (!active && !dispatcher.isClosed()) {
      LockSupport.park(this);
    }
    asleep = false;
  }

  /** The watch delivers; it has said since when. */
  void sliceBegins() {
    if (!active) {
      active = true;
    }
    if (asleep) {
      wake();
    }
  }

  void wake() {
    LockSupport.unpark(thread);
  }
}
