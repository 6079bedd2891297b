package io.semj.query;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells a consumer that stands behind the writer in the ring's graph when to go on: its dependency
 * is the writer's sequence, as that of a Disruptor barrier would be, and nobody's dependency is the
 * consumer. It looks at that sequence, one read of memory, instead of being signalled, since a
 * signal would be work of the writer's or of those who emit. One thread.
 */
final class WriterBarrier {
  /** What is written in this time is taken in together. */
  static final long LEAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** Between two looks at the sequence of a journal that nobody writes to. */
  static final long MOST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

  /** Segments are sealed and removed without anything being written. */
  static final long MOST_STILL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier written;
  private final LongSupplier nanoTime;
  private long consumed = -1;
  private long consumedAt;
  private long pause = LEAST_PAUSE_NANOS;

  /**
   * A barrier.
   *
   * @param written the writer's sequence
   * @param nanoTime a clock
   */
  WriterBarrier(LongSupplier written, LongSupplier nanoTime) {
    this.written = written;
    this.nanoTime = nanoTime;
  }

  /**
   * Looks whether there is something to do.
   *
   * @return the sequence to go on to; -1 when the writer has not moved, and has not stood still for
   *     long either
   */
  long available() {
    long now = written.getAsLong();
    if (now == consumed && nanoTime.getAsLong() - consumedAt < MOST_STILL_NANOS) {
      pause = Math.min(MOST_PAUSE_NANOS, 2 * pause);
      return -1;
    }
    pause = now == consumed ? MOST_PAUSE_NANOS : LEAST_PAUSE_NANOS;
    return now;
  }

  /** All up to a sequence that was available is done. */
  void consumed(long sequence) {
    consumed = sequence;
    consumedAt = nanoTime.getAsLong();
  }

  /** How long to wait before looking again: longer the longer nothing was written. */
  long pauseNanos() {
    return pause;
  }
}
