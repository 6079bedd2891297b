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
    long[] run = Arrays.copyOf(filling, filled);
    Arrays.sort(run);
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
    sealed = Math.addExact(sealed, filled);
    filled = 0;
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
    Arrays.sort(all);
    return all;
  }
}
