package io.semj.query;

import io.semj.core.SemanticJournal;
import java.io.Closeable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps the index of an open journal close behind its writer, on a thread of its own: nothing that
 * emits or writes waits for it. What it meets that is wrong, it leaves to the next query to say.
 */
final class IndexKeeper implements Closeable {
  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long AFTER_FAILURE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final SemanticJournal journal;
  private final IndexedSegments segments;
  private final Thread thread;
  private volatile boolean stopping;

  private IndexKeeper(SemanticJournal journal, IndexedSegments segments) {
    this.journal = journal;
    this.segments = segments;
    this.thread = journal.config().newThread("index", this::run);
  }

  static IndexKeeper start(SemanticJournal journal, IndexedSegments segments) {
    IndexKeeper keeper = new IndexKeeper(journal, segments);
    keeper.thread.start();
    return keeper;
  }

  private void run() {
    while (!stopping) {
      long pause = PERIOD_NANOS;
      try {
        segments.advance(journal.status().writtenSequence());
      } catch (RuntimeException | Error toBeSaidByTheNextQuery) {
        pause = AFTER_FAILURE_NANOS;
      }
      LockSupport.parkNanos(pause);
      Thread.interrupted(); // would close the files that are read
    }
  }

  /** Ends the thread. */
  @Override
  public void close() {
    stopping = true;
    LockSupport.unpark(thread);
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
