package io.semj.recovery.facts;

import io.semj.core.storage.JournalPosition;
import io.semj.format.ChainDigest;
import io.semj.format.SegmentIdentity;

/**
 * What a segment continues from: the end of the one before it, as that one tells it.
 *
 * @param sequence the last one before
 * @param blockId the last one before
 * @param digest of the chain before
 */
public record Continuation(long sequence, long blockId, ChainDigest digest) {
  /**
   * What a segment's own head says that it continues.
   *
   * @param next the segment
   * @return the place before its first block
   */
  public static Continuation before(SegmentIdentity next) {
    return new Continuation(next.firstSequence() - 1, next.firstBlockId() - 1, next.chainAnchor());
  }

  /**
   * A place between two blocks.
   *
   * @param position the place
   * @return the same, without where it is in a file
   */
  public static Continuation at(JournalPosition position) {
    return new Continuation(position.sequence(), position.blockId(), position.digest());
  }
}
