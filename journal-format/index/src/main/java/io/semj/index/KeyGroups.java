package io.semj.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * The sorted postings of a segment, parted into frequent keys with bitmaps and rare keys by kind.
 */
final class KeyGroups {
  /** From so many blocks on a bitmap is smaller than entries. */
  private static final int FREQUENT = 24;

  private final long[][] rare = new long[IndexFileDescriptor.KINDS][];
  private final int[] rareCounts = new int[IndexFileDescriptor.KINDS];
  private final List<Frequent> frequent = new ArrayList<>();

  /** A key that many blocks hold. */
  record Frequent(long key, RoaringBitmap blocks) {
    int length() {
      return blocks.serializedSizeInBytes();
    }
  }

  KeyGroups(long[] sortedPostings) {
    Arrays.fill(rare, new long[0]);
    for (int from = 0; from < sortedPostings.length; ) {
      long key = Posting.key(sortedPostings[from]);
      int to = from + 1;
      while (to < sortedPostings.length && Posting.key(sortedPostings[to]) == key) {
        to++;
      }
      if (to - from >= FREQUENT) {
        addFrequent(key, sortedPostings, from, to);
      } else {
        addRare(IndexKey.kindCode(key), sortedPostings, from, to);
      }
      from = to;
    }
  }

  private void addFrequent(long key, long[] postings, int from, int to) {
    RoaringBitmap blocks = new RoaringBitmap();
    for (int i = from; i < to; i++) {
      blocks.add(Posting.block(postings[i]));
    }
    blocks.runOptimize();
    frequent.add(new Frequent(key, blocks));
  }

  private void addRare(int kind, long[] postings, int from, int to) {
    int count = rareCounts[kind];
    int needed = count + to - from;
    if (needed > rare[kind].length) {
      rare[kind] = Arrays.copyOf(rare[kind], Math.max(needed, Math.max(64, count * 2)));
    }
    System.arraycopy(postings, from, rare[kind], count, to - from);
    rareCounts[kind] = needed;
  }

  /** What the keys of a kind take in a file. */
  long length(int kind) {
    long length = RareKeys.length(rareCounts[kind]);
    for (Frequent key : frequent) {
      if (IndexKey.kindCode(key.key()) == kind) {
        length += IndexFileDescriptor.FREQUENT_LENGTH + key.length();
      }
    }
    return length;
  }

  /** Leaves a kind out. */
  void drop(int kind) {
    rare[kind] = new long[0];
    rareCounts[kind] = 0;
    frequent.removeIf(key -> IndexKey.kindCode(key.key()) == kind);
  }

  long[] rare(int kind) {
    return rare[kind];
  }

  int rareCount(int kind) {
    return rareCounts[kind];
  }

  List<Frequent> frequent() {
    return frequent;
  }
}
