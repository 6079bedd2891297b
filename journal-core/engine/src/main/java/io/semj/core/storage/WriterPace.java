package io.semj.core.storage;

/**
 * Tells from where the writer is, time after time, whether it is slow enough for another thread to
 * keep ahead of it with writing zeros. One thread at a time.
 */
final class WriterPace {
  private static final long LEAST_NANOS = 10_000_000L;

  /**
   * What zeros are written at surely, on a machine where each page of memory is touched for the
   * first time and while the writer and the forces want the file's lock too.
   */
  private static final long SLOW_BYTES_PER_SECOND = 256L << 20;

  private boolean watching;
  private long since;
  private long from;

  /** The writer has caught up: what was seen before does not count. */
  void restart() {
    watching = false;
  }

  /**
   * Looks at the writer.
   *
   * @param position where it is
   * @param now in nanoseconds
   * @return whether it was slow since the last look that was long enough ago
   */
  boolean isSlow(long position, long now) {
    if (watching && now - since < LEAST_NANOS) {
      return false;
    }
    boolean slow =
        watching && (position - from) * 1e9 < SLOW_BYTES_PER_SECOND * (double) (now - since);
    watching = true;
    since = now;
    from = position;
    return slow;
  }
}
