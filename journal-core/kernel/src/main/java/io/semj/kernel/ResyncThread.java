package io.semj.kernel;

import io.semj.core.SemanticJournal;
import io.semj.error.JournalClosedException;
import io.semj.error.JournalException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Synchronises again and again, on a thread of its own, until it is closed. */
final class ResyncThread implements AutoCloseable {
  private final KernelBridgeConfig config;
  private final Runnable sync;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private ResyncThread(SemanticJournal journal, KernelBridgeConfig config, Runnable sync) {
    this.config = config;
    this.sync = sync;
    this.thread = journal.config().newThread("kernel", this::run);
  }

  static ResyncThread start(SemanticJournal journal, KernelBridgeConfig config, Runnable sync) {
    ResyncThread started = new ResyncThread(journal, config, sync);
    started.thread.start();
    return started;
  }

  private void run() {
    long nanos = TimeUnit.NANOSECONDS.convert(config.resyncInterval());
    try {
      while (!closing.await(nanos, TimeUnit.NANOSECONDS)) {
        try {
          sync.run();
        } catch (JournalClosedException e) {
          return;
        } catch (JournalException e) {
          config.listener().onFailure(e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for a synchronisation that is being done, and ends the thread. */
  @Override
  public void close() {
    closing.countDown();
    boolean interrupted = false;
    while (thread.isAlive() && Thread.currentThread() != thread) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
