package io.semj.recovery;

/** Hears how far a verification is. */
@FunctionalInterface
public interface VerificationProgress {
  /**
   * Called every now and then, and at the end, on the verifying thread.
   *
   * @param bytesDone of the segments that have been looked at
   * @param bytesTotal of all segments, as they were at the start
   * @param eventsDone found sound so far
   */
  void onProgress(long bytesDone, long bytesTotal, long eventsDone);
}
