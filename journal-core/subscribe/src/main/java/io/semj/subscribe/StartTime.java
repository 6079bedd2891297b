package io.semj.subscribe;

import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.SegmentListing;
import io.semj.error.JournalNotFoundException;
import io.semj.format.RecordFlyweight;

/** Holds a subscription back until the first event of a time, or a later one, has come. */
final class StartTime {
  /** Nothing is held back. */
  static final long NONE = Long.MIN_VALUE;

  private volatile long notBefore;

  StartTime(long notBefore) {
    this.notBefore = notBefore;
  }

  /** Whether the record, or one before it, is of the time. */
  boolean hasCome(RecordFlyweight record) {
    if (notBefore != NONE && record.timestampNanos() >= notBefore) {
      notBefore = NONE;
    }
    return notBefore == NONE;
  }

  /** What is still waited for. */
  long notBefore() {
    return notBefore;
  }

  /**
   * The first sequence of the oldest segment that may hold an event of a time or a later one.
   *
   * @param segments of the journal
   * @param notBefore the time
   * @return the sequence, 1 when there is no segment
   */
  static long firstSequence(SegmentListing segments, long notBefore) {
    long first = 1;
    for (SegmentFile file : segments.segments()) {
      first = file.firstSequence();
      if (!isBefore(file, notBefore)) {
        return first;
      }
    }
    return first;
  }

  private static boolean isBefore(SegmentFile file, long notBefore) {
    try {
      return !SegmentHead.isBlank(file)
          && SegmentHead.read(file)
              .seal()
              .filter(seal -> seal.eventCount() == 0 || seal.maxEventTimestamp() < notBefore)
              .isPresent();
    } catch (JournalNotFoundException removedMeanwhile) {
      return true;
    }
  }
}
