package io.semj.query;

import io.semj.index.BlockIndex;
import io.semj.index.BlockSpan;
import java.util.Arrays;
import java.util.List;
import org.agrona.collections.Int2ObjectHashMap;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * Where the chosen blocks of a segment are and what lies in them, taken out of the index: of all at
 * once where they are few, else of those beside each other when the first of them is needed. One
 * thread.
 */
final class BlockRows {
  private static final int FEW = 512;
  private static final int BESIDE = 256;

  private final AskedIndex index;
  private final int blockCount;
  private final Int2ObjectHashMap<BlockSpan> few;

  /** Two, since reading ahead comes to the next before all of one was used. */
  private final Beside[] recent = new Beside[2];

  private record Beside(int first, List<BlockSpan> rows) {
    boolean has(int block) {
      return block >= first && block < first + rows.size();
    }
  }

  /**
   * Rows.
   *
   * @param few of {@link #few}
   */
  BlockRows(AskedIndex index, int blockCount, Int2ObjectHashMap<BlockSpan> few) {
    this.index = index;
    this.blockCount = blockCount;
    this.few = few;
  }

  /** Takes the rows of the chosen blocks out of an index, if they are few; else none. */
  static Int2ObjectHashMap<BlockSpan> few(BlockIndex index, RoaringBitmap chosen) {
    Int2ObjectHashMap<BlockSpan> rows = new Int2ObjectHashMap<>();
    if (chosen.getCardinality() <= FEW) {
      for (IntIterator blocks = chosen.getIntIterator(); blocks.hasNext(); ) {
        int block = blocks.next();
        rows.put(block, index.span(block));
      }
    }
    return rows;
  }

  /** The row of a block. */
  BlockSpan get(int block) {
    BlockSpan known = few.get(block);
    if (known != null) {
      return known;
    }
    for (Beside beside : recent) {
      if (beside != null && beside.has(block)) {
        return beside.rows().get(block - beside.first());
      }
    }
    return read(block);
  }

  private BlockSpan read(int block) {
    int first = block / BESIDE * BESIDE;
    BlockSpan[] rows = new BlockSpan[Math.min(BESIDE, blockCount - first)];
    Beside read =
        index.ask(
            now -> {
              Arrays.setAll(rows, i -> now.span(first + i));
              return new Beside(first, List.of(rows));
            });
    recent[1] = recent[0];
    recent[0] = read;
    return read.rows().get(block - first);
  }
}
