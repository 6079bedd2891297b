package io.semj.index;

import org.roaringbitmap.RoaringBitmap;

/**
 * Which blocks of one segment may hold what is looked for. Blocks are counted from 0 in the order
 * of the file. Any thread.
 */
public interface BlockIndex {
  /**
   * How many blocks the index knows. A live segment may have more behind them, which have to be
   * read.
   *
   * @return a count; it only grows
   */
  int blockCount();

  /**
   * Where a block begins in its segment file.
   *
   * @param block below {@link #blockCount()}
   * @return a position
   */
  long position(int block);

  /**
   * Where a block ends in its segment file.
   *
   * @param block below {@link #blockCount()}
   * @return the position behind its last byte
   */
  long endPosition(int block);

  /**
   * The sequence of a block's first record.
   *
   * @param block below {@link #blockCount()}
   * @return a sequence
   */
  long firstSequence(int block);

  /**
   * The sequence of a block's last record.
   *
   * @param block below {@link #blockCount()}
   * @return a sequence
   */
  long lastSequence(int block);

  /**
   * How many records a block holds.
   *
   * @param block below {@link #blockCount()}
   * @return a count
   */
  int events(int block);

  /**
   * Which record of its block has a sequence.
   *
   * @param block below {@link #blockCount()}
   * @param sequence to find
   * @return the record's number in its block, from 0; -1 when the block has no such record
   */
  int ordinal(int block, long sequence);

  /**
   * A time that none of a block's records is before.
   *
   * @param block below {@link #blockCount()}
   * @return nanoseconds since 1970
   */
  long minTimestamp(int block);

  /**
   * A time that none of a block's records is behind.
   *
   * @param block below {@link #blockCount()}
   * @return nanoseconds since 1970
   */
  long maxTimestamp(int block);

  /**
   * All of that in one.
   *
   * @param block below {@link #blockCount()}
   * @return where the block is and what lies in it
   */
  default BlockSpan span(int block) {
    return new BlockSpan(
        position(block),
        endPosition(block),
        firstSequence(block),
        lastSequence(block),
        events(block),
        minTimestamp(block),
        maxTimestamp(block));
  }

  /**
   * The block that holds a sequence if any does: the last that begins at or before it.
   *
   * @param sequence to find
   * @return a block, or -1 when all begin behind it
   */
  default int blockOf(long sequence) {
    int low = 0;
    int high = blockCount() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (firstSequence(middle) <= sequence) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  /**
   * The blocks that may hold records of a span of time.
   *
   * @param first of the blocks to look at
   * @param last of the blocks to look at, below {@link #blockCount()}
   * @param minNanos the earliest time, inclusive
   * @param maxNanos the latest time, inclusive
   * @return the blocks, a fresh set
   */
  RoaringBitmap blocksWithin(int first, int last, long minNanos, long maxNanos);

  /**
   * Whether keys of a kind can be looked up; when not, every block may hold any key of the kind.
   *
   * @param kind of keys
   * @return whether they are in the index
   */
  boolean has(KeyKind kind);

  /**
   * The blocks that may hold a key of a kind that the index {@linkplain #has has}.
   *
   * @param key from {@link IndexKey}
   * @return the blocks, a fresh set
   */
  RoaringBitmap blocksWith(long key);
}
