package io.semj.index;

import java.nio.ByteBuffer;
import org.agrona.collections.LongArrayList;
import org.roaringbitmap.RoaringBitmap;

/**
 * The sequences of records in sparse blocks, those that have more sequences than records since
 * records were taken out of them. Kept as distances from the first sequence of the segment,
 * unsigned. One thread adds, any thread asks.
 */
final class SparseSequences {
  private final LongArrayList ofBlock = new LongArrayList();
  private final RoaringBitmap distances = new RoaringBitmap();
  private long base;

  /** A record of the block that is being added. */
  void add(long sequence) {
    ofBlock.addLong(sequence);
  }

  /** Ends a block; its sequences are kept where they are not dense. */
  synchronized void endBlock(BlockSpan block, boolean isFirst) {
    if (isFirst) {
      base = block.firstSequence();
    }
    if (block.lastSequence() - block.firstSequence() != block.events() - 1) {
      for (int i = 0; i < ofBlock.size(); i++) {
        distances.add((int) (ofBlock.getLong(i) - base));
      }
    }
    ofBlock.clear();
  }

  /** Which record of the sparse block that begins at a sequence has another; -1 for none. */
  synchronized int ordinal(long firstSequence, long sequence) {
    int distance = (int) (sequence - base);
    return distances.contains(distance)
        ? (int) distances.rangeCardinality(firstSequence - base, sequence - base)
        : -1;
  }

  /** In a file; nothing where no block is sparse. */
  synchronized int length() {
    return distances.isEmpty() ? 0 : distances.serializedSizeInBytes();
  }

  synchronized void encode(ByteBuffer into) {
    if (!distances.isEmpty()) {
      distances.serialize(into);
    }
  }
}
