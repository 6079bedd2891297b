package io.semj.query;

import io.semj.core.storage.SegmentHead;
import io.semj.index.LiveIndex;
import java.util.ArrayList;
import java.util.List;

/**
 * The segments of a journal as they were at one moment. Immutable but for the live index, which
 * grows.
 *
 * @param closed oldest first
 * @param live head of the segment that is being indexed, or null
 * @param liveIndex of it, or null
 * @param changes how often the directory was seen changed
 */
record SegmentMap(List<ClosedSegment> closed, SegmentHead live, LiveIndex liveIndex, int changes) {
  static final SegmentMap EMPTY = new SegmentMap(List.of(), null, null, 0);

  /** What a query sees that begins now, oldest first. */
  List<QuerySegment> view(ClosedIndexes indexes) {
    List<QuerySegment> view = new ArrayList<>(closed.size() + 1);
    view.addAll(closed);
    if (live != null) {
      view.add(new LiveSegment(live, liveIndex, liveIndex.blockCount(), indexes));
    }
    return view;
  }

  /**
   * The closed segment that holds a sequence if any closed one does; null when none begins so
   * early.
   */
  ClosedSegment closedAt(long sequence) {
    int low = 0;
    int high = closed.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (closed.get(middle).head().file().firstSequence() <= sequence) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high < 0 ? null : closed.get(high);
  }
}
