package io.semj.query;

import io.semj.core.storage.SegmentHead;
import io.semj.index.LiveIndex;

/**
 * A segment that is not sealed, as far as that is known: the one that is being written, or one that
 * was left for it and waits for its seal.
 *
 * @param head of the segment
 * @param index of what was read of it; grows while the segment does
 */
record UnsealedSegment(SegmentHead head, LiveIndex index) {
  long firstSequence() {
    return head.file().firstSequence();
  }

  LiveSegment asItIsNow(ClosedIndexes indexes) {
    return new LiveSegment(head, index, index.blockCount(), indexes);
  }
}
