package io.semj.index;

/**
 * Sorts postings by key, least significant digit first, so that those of one key keep their order:
 * postings come in the order of their blocks, and need not be compared by these.
 */
final class PostingSort {
  private static final int DIGIT_BITS = 10;
  private static final int DIGITS = IndexKey.KEY_BITS / DIGIT_BITS;
  private static final int VALUES = 1 << DIGIT_BITS;

  private PostingSort() {}

  /**
   * Sorts.
   *
   * @param postings whose first so many are sorted; those of one key ascend already
   * @param count how many
   * @param scratch as long as that
   */
  static void byKey(long[] postings, int count, long[] scratch) {
    int[][] starts = starts(postings, count);
    long[] from = postings;
    long[] to = scratch;
    for (int digit = 0; digit < DIGITS; digit++) {
      int[] start = starts[digit];
      for (int i = 0; i < count; i++) {
        long posting = from[i];
        to[start[digit(posting, digit)]++] = posting;
      }
      long[] swapped = from;
      from = to;
      to = swapped;
    }
    if (from != postings) {
      System.arraycopy(from, 0, postings, 0, count);
    }
  }

  /** For each digit where each of its values begins. */
  private static int[][] starts(long[] postings, int count) {
    int[][] starts = new int[DIGITS][VALUES];
    for (int i = 0; i < count; i++) {
      for (int digit = 0; digit < DIGITS; digit++) {
        starts[digit][digit(postings[i], digit)]++;
      }
    }
    for (int[] start : starts) {
      int sum = 0;
      for (int value = 0; value < VALUES; value++) {
        int here = start[value];
        start[value] = sum;
        sum += here;
      }
    }
    return starts;
  }

  private static int digit(long posting, int digit) {
    return (int) (Posting.key(posting) >>> (digit * DIGIT_BITS)) & (VALUES - 1);
  }
}
