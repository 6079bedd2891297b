package io.semj.index;

/**
 * That a block holds a key, as one number that sorts by key, then by block: 40 bits of key above 24
 * bits of block ordinal. Positive as an unsigned number only.
 */
final class Posting {
  /** Of the block's ordinal in its segment. */
  static final int BLOCK_BITS = Long.SIZE - IndexKey.KEY_BITS;

  /** Blocks of a segment that can be told apart. */
  static final int MOST_BLOCKS = 1 << BLOCK_BITS;

  private Posting() {}

  /** Flips the sign, so that signed order is the order of keys. */
  static long of(long key, int block) {
    return (key << BLOCK_BITS | block) ^ Long.MIN_VALUE;
  }

  static long key(long posting) {
    return (posting ^ Long.MIN_VALUE) >>> BLOCK_BITS;
  }

  static int block(long posting) {
    return (int) (posting & (MOST_BLOCKS - 1));
  }
}
