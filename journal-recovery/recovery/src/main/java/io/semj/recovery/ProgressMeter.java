package io.semj.recovery;

/** Reports progress every few megabytes. */
final class ProgressMeter {
  private static final long STEP = 4L << 20;

  private final VerificationProgress listener;
  private final long total;
  private long finished;
  private long reported;

  ProgressMeter(VerificationProgress listener, long total) {
    this.listener = listener;
    this.total = total;
  }

  /** So many bytes of the current segment are done. */
  void at(long bytes, long events) {
    long done = Math.min(total, finished + bytes);
    if (done - reported >= STEP) {
      reported = done;
      listener.onProgress(done, total, events);
    }
  }

  /** The current segment, of so many bytes, is done. */
  void segmentDone(long bytes) {
    finished += bytes;
  }

  void done(long events) {
    listener.onProgress(total, total, events);
  }
}
