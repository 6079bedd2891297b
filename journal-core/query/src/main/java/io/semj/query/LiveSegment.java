package io.semj.query;

import io.semj.core.filter.FilterBounds;
import io.semj.core.storage.SegmentHead;
import io.semj.index.BlockIndex;
import java.io.IOException;

/** The segment that is being written, as far as it was indexed when the query began. */
record LiveSegment(SegmentHead head, BlockIndex index, int blockCount) implements QuerySegment {
  @Override
  public boolean mayMatch(FilterBounds bounds) {
    return blockCount > 0;
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
  public OpenSegment open() throws IOException {
    long generation = head.identity().generation();
    return new OpenSegment(new SegmentScan(head.file(), generation), index, blockCount);
  }
}
