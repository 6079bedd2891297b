package io.semj.index;

import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;

/**
 * Holds an index file against an index that was just made of the same segment: it must know the
 * same blocks, and name each for every key it has. Keys of the application's own are not compared:
 * only the application can extract them.
 */
public final class IndexCheck {
  private IndexCheck() {}

  /**
   * Compares.
   *
   * @param file the index in question
   * @param fresh an index with all blocks of the segment; on the thread that added to it
   * @return what is wrong with the file, if anything
   */
  public static Optional<String> check(IndexFile file, LiveIndex fresh) {
    Optional<String> wrong = checkBlocks(file, fresh.table());
    return wrong.isPresent() ? wrong : checkKeys(file, fresh.sortedPostings());
  }

  private static Optional<String> checkBlocks(IndexFile file, BlockTable blocks) {
    if (file.blockCount() != blocks.count()) {
      return Optional.of(
          "number of blocks: expected=" + blocks.count() + ", actual=" + file.blockCount());
    }
    for (int i = 0; i < blocks.count(); i++) {
      boolean agrees =
          file.position(i) == blocks.position(i)
              && file.endPosition(i) == blocks.endPosition(i)
              && file.firstSequence(i) == blocks.firstSequence(i)
              && file.lastSequence(i) == blocks.lastSequence(i)
              && file.events(i) == blocks.events(i)
              && file.ordinal(i, blocks.lastSequence(i)) == blocks.events(i) - 1
              && file.minTimestamp(i) <= blocks.minTimestamp(i)
              && file.maxTimestamp(i) >= blocks.maxTimestamp(i);
      if (!agrees) {
        return Optional.of(
            "block "
                + i
                + ": expectedPosition="
                + blocks.position(i)
                + ", actualPosition="
                + file.position(i)
                + ", expectedSequence="
                + blocks.firstSequence(i)
                + ", actualSequence="
                + file.firstSequence(i));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> checkKeys(IndexFile file, long[] postings) {
    long key = -1;
    RoaringBitmap named = new RoaringBitmap();
    for (long posting : postings) {
      if (Posting.key(posting) != key) {
        key = Posting.key(posting);
        named = file.blocksWith(key);
      }
      boolean isIndexed = (file.header().kindsPresent() & 1 << IndexKey.kindCode(key)) != 0;
      if (isIndexed && !named.contains(Posting.block(posting))) {
        return Optional.of(
            "a key of block "
                + Posting.block(posting)
                + " is missing: key="
                + Long.toHexString(key));
      }
    }
    return Optional.empty();
  }
}
