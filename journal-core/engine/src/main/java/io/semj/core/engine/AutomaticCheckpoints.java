package io.semj.core.engine;

import io.semj.core.JournalConfig;
import io.semj.core.metrics.MetricsRecorder;
import io.semj.error.JournalException;
import io.semj.error.JournalTimeoutException;
import io.semj.error.SerializationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Creates a checkpoint every interval, on a thread of its own: a source may take as long as it
 * likes and fail as it likes without anything else in the journal noticing.
 */
final class AutomaticCheckpoints {
  private static final long ABANDON_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Checkpointer checkpointer;
  private final Lifecycle lifecycle;
  private final MetricsRecorder metrics;
  private final JournalConfig config;
  private final Thread thread;

  AutomaticCheckpoints(
      Checkpointer checkpointer,
      Lifecycle lifecycle,
      MetricsRecorder metrics,
      JournalConfig config) {
    this.checkpointer = checkpointer;
    this.lifecycle = lifecycle;
    this.metrics = metrics;
    this.config = config;
    this.thread =
        config.checkpointInterval().isZero() ? null : config.newThread("checkpoint", this::run);
  }

  void start() {
    if (thread != null) {
      thread.start();
    }
  }

  private void run() {
    long interval = config.checkpointInterval().toNanos();
    long last = System.nanoTime();
    while (lifecycle.isOpen()) {
      long left = interval - (System.nanoTime() - last);
      if (left > 0) {
        Thread.interrupted(); // what a source left behind would keep this thread from sleeping
        if (lifecycle.isOpen()) {
          LockSupport.parkNanos(left);
        }
      } else {
        last = System.nanoTime();
        create();
      }
    }
  }

  private void create() {
    try {
      checkpointer.createIfNews();
    } catch (JournalException e) {
      report(e);
    } catch (Throwable e) {
      // The application's own failure, an error too, is no reason to stop its journal.
      report(new SerializationException("snapshot source failed: " + e, e));
    }
  }

  /** When the journal ends, that is why; whoever ended it knows. */
  private void report(JournalException e) {
    if (lifecycle.isOpen()) {
      metrics.error(e.category());
      config.report(e);
    }
  }

  /** Refuses what would make this thread wait for itself. */
  void requireOther(String operation) {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException(
          operation + " was called on a thread of the journal: thread=" + thread.getName());
    }
  }

  /** Wakes the thread, and a source that waits; the journal is no longer open. */
  void interrupt() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Waits for its end; a source that does not come back is left behind and told of. */
  void join() {
    if (thread != null && !Joining.join(thread, ABANDON_NANOS)) {
      config.report(
          new JournalTimeoutException(
              "snapshot source did not come back when the journal was closed: thread="
                  + thread.getName()));
    }
  }
}
