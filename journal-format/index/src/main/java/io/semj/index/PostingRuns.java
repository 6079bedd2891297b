package io.semj.index;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The postings of a segment that is being indexed: sorted runs that never change, and an unsorted
 * one that is being filled. One thread adds; any thread may search the runs, which hold everything
 * that was added before the last {@link #seal()}.
 */
final class PostingRuns {
  /** 2 MiB: larger ones are not merged, so that a merge never takes long, nor much memory. */
  private static final int LONGEST_MERGED = 1 << 18;

  private volatile long[][] runs = new long[0][];
  private long[] filling = new long[1 << 10];
  private long[] scratch = new long[1 << 10];
  private int filled;
  private int sealed;

  void add(long posting) {
    if (filled == filling.length) {
      filling = Arrays.copyOf(filling, filled * 2);
    }
    filling[filled++] = posting;
  }

  int unsealed() {
    return filled;
  }

  /** Makes everything added visible to searches. Like sizes are merged, so that runs stay few. */
  void seal() {
    if (filled == 0) {
      return;
    }
    if (scratch.length < filled) {
      scratch = new long[filling.length];
    }
    PostingSort.byKey(filling, filled, scratch);
    int added = withoutRepeats(filling, filled);
    long[] run = Arrays.copyOf(filling, added);
    long[][] old = runs;
    int kept = old.length;
    while (kept > 0
        && old[kept - 1].length <= 2 * run.length
        && old[kept - 1].length + run.length <= LONGEST_MERGED) {
      kept--;
      run = merge(old[kept], run);
    }
    long[][] next = Arrays.copyOf(old, kept + 1);
    next[kept] = run;
    runs = next;
    sealed = Math.addExact(sealed, added);
    filled = 0;
  }

  /** Moves each posting once to the beginning; how many there are. */
  private static int withoutRepeats(long[] sorted, int count) {
    int kept = 1;
    for (int i = 1; i < count; i++) {
      if (sorted[i] != sorted[kept - 1]) {
        sorted[kept++] = sorted[i];
      }
    }
    return kept;
  }

  private static long[] merge(long[] left, long[] right) {
    long[] merged = new long[left.length + right.length];
    int l = 0;
    int r = 0;
    for (int i = 0; i < merged.length; i++) {
      boolean takeLeft = r == right.length || (l < left.length && left[l] <= right[r]);
      merged[i] = takeLeft ? left[l++] : right[r++];
    }
    return merged;
  }

  void find(long key, IntConsumer blocks) {
    long first = Posting.of(key, 0);
    for (long[] run : runs) {
      int at = Arrays.binarySearch(run, first);
      for (int i = at < 0 ? -at - 1 : at; i < run.length && Posting.key(run[i]) == key; i++) {
        blocks.accept(Posting.block(run[i]));
      }
    }
  }

  /** All postings in order. Only for the thread that adds. */
  long[] sorted() {
    seal();
    long[] all = new long[sealed];
    int at = 0;
    for (long[] run : runs) {
      System.arraycopy(run, 0, all, at, run.length);
      at += run.length;
    }
    PostingSort.byKey(all, all.length, new long[all.length]);
    return all;
  }
}
