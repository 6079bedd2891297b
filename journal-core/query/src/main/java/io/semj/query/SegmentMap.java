package io.semj.query;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * The segments of a journal as they were at one moment. Immutable but for the index of the segment
 * that is being written, which grows.
 *
 * @param closed oldest first
 * @param unsealed oldest first; the last one may be growing
 * @param hidden oldest first
 * @param changes how often the directory was seen changed
 */
record SegmentMap(
    List<ClosedSegment> closed,
    List<UnsealedSegment> unsealed,
    List<HiddenSegment> hidden,
    int changes) {
  static final SegmentMap EMPTY = new SegmentMap(List.of(), List.of(), List.of(), 0);

  boolean isEmpty() {
    return closed.isEmpty() && unsealed.isEmpty() && hidden.isEmpty();
  }

  /** What a query sees that begins now, oldest first. */
  List<QuerySegment> view(ClosedIndexes indexes) {
    return hidden.isEmpty() ? ofReadable(indexes) : new ArrayList<>(ofAll(indexes).values());
  }

  /** What a query sees that begins now, oldest first, when nothing from a part on can be read. */
  List<QuerySegment> view(ClosedIndexes indexes, HiddenSegment unread) {
    List<QuerySegment> view =
        new ArrayList<>(ofAll(indexes).headMap(unread.firstSequence()).values());
    view.add(unread);
    return view;
  }

  private TreeMap<Long, QuerySegment> ofAll(ClosedIndexes indexes) {
    TreeMap<Long, QuerySegment> inOrder = new TreeMap<>();
    hidden.forEach(segment -> inOrder.put(segment.firstSequence(), segment));
    closed.forEach(segment -> inOrder.put(segment.firstSequence(), segment));
    unsealed.forEach(segment -> inOrder.put(segment.firstSequence(), segment.asItIsNow(indexes)));
    return inOrder;
  }

  private List<QuerySegment> ofReadable(ClosedIndexes indexes) {
    List<QuerySegment> view = new ArrayList<>(closed.size() + unsealed.size());
    int next = 0;
    for (UnsealedSegment segment : unsealed) {
      // After a crash a closed one may lie behind it.
      while (next < closed.size() && closed.get(next).firstSequence() < segment.firstSequence()) {
        view.add(closed.get(next++));
      }
      view.add(segment.asItIsNow(indexes));
    }
    view.addAll(closed.subList(next, closed.size()));
    return view;
  }

  /** The part that cannot be read and may hold a sequence; null when there is none. */
  HiddenSegment hiddenAt(long sequence) {
    for (HiddenSegment segment : hidden) {
      if (segment.mayHold(sequence)) {
        return segment;
      }
    }
    return null;
  }

  /**
   * The closed segment that holds a sequence if any closed one does; null when none begins so
   * early.
   */
  ClosedSegment closedAt(long sequence) {
    return at(closed, ClosedSegment::firstSequence, sequence);
  }

  /**
   * The unsealed segment that holds a sequence if any unsealed one does; null when none begins so
   * early.
   */
  UnsealedSegment unsealedAt(long sequence) {
    return at(unsealed, UnsealedSegment::firstSequence, sequence);
  }

  private static <T> T at(List<T> segments, ToLongFunction<T> firstSequence, long sequence) {
    int low = 0;
    int high = segments.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (firstSequence.applyAsLong(segments.get(middle)) <= sequence) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high < 0 ? null : segments.get(high);
  }
}
