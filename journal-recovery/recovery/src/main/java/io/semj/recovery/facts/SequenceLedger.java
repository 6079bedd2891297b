package io.semj.recovery.facts;

import java.util.ArrayList;
import java.util.List;

/**
 * Keeps account of sequences while a journal is walked in order: what is neither there nor told to
 * be dropped or removed on purpose is lost.
 */
final class SequenceLedger {
  private final List<SequenceRange> ranges = new ArrayList<>();
  private long rangeCount;
  private long lost;
  private long expected;

  /** The journal begins with a sequence; what was before is gone on purpose. */
  void beginAt(long sequence) {
    if (expected == 0) {
      expected = sequence;
    }
  }

  /** A block is there, and tells how many sequences before it were dropped. */
  void block(long first, long last, long droppedBefore) {
    missingUpTo(first - droppedBefore - 1);
    expected = Math.max(expected, last + 1);
  }

  /** Up to a sequence everything that is not there was removed on purpose. */
  void removedUpTo(long sequence) {
    expected = Math.max(expected, sequence + 1);
  }

  /** Up to a sequence everything was given out, and what is not there by now is lost. */
  void missingUpTo(long sequence) {
    if (expected > 0 && sequence >= expected) {
      rangeCount++;
      lost += sequence - expected + 1;
      if (ranges.size() < LostSequences.MOST_LISTED) {
        ranges.add(new SequenceRange(expected, sequence));
      }
      expected = sequence + 1;
    }
  }

  LostSequences lost() {
    return new LostSequences(ranges, rangeCount, lost);
  }
}
