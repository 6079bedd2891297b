package io.semj.query;

import io.semj.core.filter.FilterBounds;
import io.semj.error.JournalException;

/**
 * A part of a journal that cannot be read: whoever needs it is told why, and nobody else.
 *
 * @param firstSequence that may lie in it
 * @param lastSequence that may lie in it
 * @param reason why it cannot be read, with file and position
 */
record HiddenSegment(long firstSequence, long lastSequence, JournalException reason)
    implements QuerySegment {
  boolean mayHold(long sequence) {
    return sequence >= firstSequence && sequence <= lastSequence;
  }

  @Override
  public boolean mayMatch(FilterBounds bounds) {
    return bounds.maxSequence() >= firstSequence && bounds.minSequence() <= lastSequence;
  }

  @Override
  public long maxTimestamp() {
    return Long.MAX_VALUE;
  }

  @Override
  public long minTimestamp() {
    return Long.MIN_VALUE;
  }

  @Override
  public OpenSegment open(BlockChooser chooser, ReadMemory memory) {
    throw reason;
  }
}
