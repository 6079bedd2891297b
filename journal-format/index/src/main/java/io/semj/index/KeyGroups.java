package io.semj.index;

import java.util.ArrayList;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * The sorted postings of a segment, parted into frequent keys with bitmaps and rare keys by kind.
 * Rare ones stay in the array that they came in, where they move to the beginning.
 */
final class KeyGroups {
  /** From so many blocks on a bitmap is smaller than entries. */
  private static final int FREQUENT = 24;

  private final long[] postings;
  private final int[] rareFrom = new int[IndexFileDescriptor.KINDS];
  private final int[] rareCounts = new int[IndexFileDescriptor.KINDS];
  private final List<Frequent> frequent = new ArrayList<>();

  /** A key that many blocks hold. */
  record Frequent(long key, RoaringBitmap blocks) {
    int length() {
      return blocks.serializedSizeInBytes();
    }
  }

  /** Takes the array over. */
  KeyGroups(long[] sortedPostings) {
    this.postings = sortedPostings;
    int kept = 0;
    for (int from = 0; from < sortedPostings.length; ) {
      long key = Posting.key(sortedPostings[from]);
      int to = from + 1;
      while (to < sortedPostings.length && Posting.key(sortedPostings[to]) == key) {
        to++;
      }
      if (to - from >= FREQUENT) {
        addFrequent(key, sortedPostings, from, to);
      } else {
        kept = addRare(IndexKey.kindCode(key), kept, from, to);
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

  /** Kinds come one after another, since they are the highest bits of keys. */
  private int addRare(int kind, int kept, int from, int to) {
    if (rareCounts[kind] == 0) {
      rareFrom[kind] = kept;
    }
    System.arraycopy(postings, from, postings, kept, to - from);
    rareCounts[kind] += to - from;
    return kept + to - from;
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
    rareCounts[kind] = 0;
    frequent.removeIf(key -> IndexKey.kindCode(key.key()) == kind);
  }

  /** All rare postings, those of a kind from {@link #rareFrom} on. */
  long[] postings() {
    return postings;
  }

  int rareFrom(int kind) {
    return rareFrom[kind];
  }

  int rareCount(int kind) {
    return rareCounts[kind];
  }

  List<Frequent> frequent() {
    return frequent;
  }
}
