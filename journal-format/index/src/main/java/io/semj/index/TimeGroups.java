package io.semj.index;

import java.util.Arrays;
import org.roaringbitmap.RoaringBitmap;

/**
 * Finds blocks by time without looking at each: groups of blocks are ruled out as one. Times may be
 * in any order. Any thread.
 */
final class TimeGroups {
  private static final int SHIFT = 6;
  private static final int BLOCKS = 1 << SHIFT;

  private final BlockIndex index;
  private volatile Spans spans = new Spans(new long[0], new long[0]);

  /** The earliest and latest time of each group that is complete; never changed. */
  private static final class Spans {
    final long[] earliest;
    final long[] latest;

    Spans(long[] earliest, long[] latest) {
      this.earliest = earliest;
      this.latest = latest;
    }
  }

  TimeGroups(BlockIndex index) {
    this.index = index;
  }

  RoaringBitmap blocksWithin(int first, int last, long minNanos, long maxNanos) {
    RoaringBitmap within = new RoaringBitmap();
    Spans groups = upTo(index.blockCount() >> SHIFT);
    for (int block = first; block <= last; ) {
      int group = block >> SHIFT;
      int next = Math.min(last + 1, (group + 1) << SHIFT);
      if (group >= groups.earliest.length
          || (groups.latest[group] >= minNanos && groups.earliest[group] <= maxNanos)) {
        addBlocks(within, block, next, minNanos, maxNanos);
      }
      block = next;
    }
    return within;
  }

  private void addBlocks(RoaringBitmap within, int from, int to, long minNanos, long maxNanos) {
    for (int block = from; block < to; block++) {
      if (index.maxTimestamp(block) >= minNanos && index.minTimestamp(block) <= maxNanos) {
        within.add(block);
      }
    }
  }

  private Spans upTo(int complete) {
    Spans known = spans;
    int from = known.earliest.length;
    if (from >= complete) {
      return known;
    }
    long[] earliest = Arrays.copyOf(known.earliest, complete);
    long[] latest = Arrays.copyOf(known.latest, complete);
    for (int group = from; group < complete; group++) {
      earliest[group] = Long.MAX_VALUE;
      latest[group] = Long.MIN_VALUE;
      for (int block = group * BLOCKS; block < (group + 1) * BLOCKS; block++) {
        earliest[group] = Math.min(earliest[group], index.minTimestamp(block));
        latest[group] = Math.max(latest[group], index.maxTimestamp(block));
      }
    }
    Spans more = new Spans(earliest, latest);
    spans = more;
    return more;
  }
}
