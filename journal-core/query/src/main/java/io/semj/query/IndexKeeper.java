package io.semj.query;

import io.semj.core.SemanticJournal;
import java.io.Closeable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps the index of an open journal close behind its writer, on a thread of its own. In the graph
 * of the ring it is a consumer behind the writer: it goes on as far as the writer's sequence tells,
 * and is no gating sequence of the ring, so that nothing that emits or writes waits for it, however
 * far it is behind. It takes the events from the blocks that the writer has written, since the
 * slots are given back by then. Of a journal that nobody writes to it reads that sequence, and once
 * a second looks for segments that were sealed or removed. What it meets that is wrong, it leaves
 * to the next query to say.
 */
final class IndexKeeper implements Closeable {
  private static final long AFTER_FAILURE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final WriterBarrier barrier;
  private final IndexedSegments segments;
  private final Thread thread;
  private volatile boolean stopping;

  private IndexKeeper(SemanticJournal journal, IndexedSegments segments) {
    this.barrier = new WriterBarrier(journal::writtenSequence, System::nanoTime);
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
      LockSupport.parkNanos(advance());
      Thread.interrupted(); // would close the files that are read
    }
  }

  /** Returns how long to wait. */
  private long advance() {
    try {
      long written = barrier.available();
      if (written >= 0) {
        segments.advance(written);
        barrier.consumed(written);
      }
      return barrier.pauseNanos();
    } catch (RuntimeException | Error toBeSaidByTheNextQuery) {
      return AFTER_FAILURE_NANOS;
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
