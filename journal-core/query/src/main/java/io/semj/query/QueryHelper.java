package io.semj.query;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets one task at a time run beside the threads that ask, on the JDK's common pool: it has threads
 * that do nothing while the processors are busy with tasks of the application's. A task computes
 * only, for less than a millisecond, and nobody may wait for one that has not begun. Any thread.
 */
final class QueryHelper {
  private final Executor threads;
  private final boolean hasProcessor;
  private final AtomicBoolean busy = new AtomicBoolean();

  QueryHelper() {
    this(ForkJoinPool.commonPool(), Runtime.getRuntime().availableProcessors() > 1);
  }

  QueryHelper(Executor threads, boolean hasProcessor) {
    this.threads = threads;
    this.hasProcessor = hasProcessor;
  }

  /** Whether there is a processor beside that of the thread that asks. */
  boolean hasProcessor() {
    return hasProcessor;
  }

  /**
   * Runs a task some time.
   *
   * @return false when it will not, because another one is to run or runs
   */
  boolean run(Runnable task) {
    if (!hasProcessor || !busy.compareAndSet(false, true)) {
      return false;
    }
    try {
      threads.execute(() -> runAndEnd(task));
      return true;
    } catch (RejectedExecutionException e) {
      busy.set(false);
      return false;
    }
  }

  private void runAndEnd(Runnable task) {
    try {
      task.run();
    } finally {
      busy.set(false);
    }
  }
}
