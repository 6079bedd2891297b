package io.semj.subscribe;

import io.semj.core.JournalState;
import io.semj.core.JournalStatus;
import io.semj.core.SemanticJournal;
import io.semj.error.JournalException;
import io.semj.error.JournalFailedException;
import java.util.concurrent.TimeUnit;

/** Of a journal that is open in this process. */
final class LiveProgress implements Progress {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final SemanticJournal journal;
  private volatile boolean ended;
  private long looked = System.nanoTime() - LOOK_NANOS;

  LiveProgress(SemanticJournal journal) {
    this.journal = journal;
  }

  @Override
  public void look() {
    long now = System.nanoTime();
    if (!ended && now - looked >= LOOK_NANOS) {
      looked = now;
      JournalState state = journal.status().state();
      ended = state == JournalState.CLOSED || state == JournalState.FAILED;
    }
  }

  @Override
  public long written() {
    return journal.writtenSequence();
  }

  @Override
  public long durable() {
    return journal.durableSequence();
  }

  @Override
  public long nextEmitted() {
    return journal.status().lastEmittedSequence() + 1;
  }

  @Override
  public boolean hasEnded() {
    return ended;
  }

  @Override
  public JournalException failure() {
    JournalStatus status = journal.status();
    return status
        .failure()
        .map(e -> new JournalFailedException("journal has failed: " + e.getMessage(), e))
        .orElse(null);
  }

  @Override
  public void close() {
    // The journal is its opener's.
  }
}
