package io.semj.query;

import io.semj.index.BlockIndex;
import io.semj.index.BlockSpan;
import java.io.Closeable;
import java.io.IOException;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * A segment whose index has named the blocks to read, open for reading if there are any.
 *
 * @param index of its blocks
 * @param choice what the index answered
 * @param rows of its blocks
 * @param blocks reads them; null when none was chosen
 * @param lastSequence records behind it were written later than what is seen
 */
record OpenSegment(
    AskedIndex index, Choice choice, BlockRows rows, ChosenBlocks blocks, long lastSequence)
    implements Closeable {
  /**
   * What an index answered when it was asked for blocks.
   *
   * @param of tells the index from others; not to be asked any more
   * @param blockCount that were asked for
   * @param candidates of them
   * @param few rows of them
   */
  record Choice(
      BlockIndex of,
      int blockCount,
      CandidateBlocks.Candidates candidates,
      Int2ObjectHashMap<BlockSpan> few) {
    /** Has an index choose. */
    static Choice by(QuerySegment.BlockChooser chooser, BlockIndex index, int blockCount) {
      CandidateBlocks.Candidates chosen = chooser.choose(index, blockCount);
      return new Choice(index, blockCount, chosen, BlockRows.few(index, chosen.blocks()));
    }

    boolean isEmpty() {
      return candidates.blocks().isEmpty();
    }
  }

  /** Of which all is seen. */
  OpenSegment(AskedIndex index, Choice choice, ChosenBlocks blocks) {
    this(
        index,
        choice,
        new BlockRows(index, choice.blockCount(), choice.few()),
        blocks,
        Long.MAX_VALUE);
  }

  /** The same segment, of which nothing behind a sequence is seen. */
  OpenSegment upTo(long sequence) {
    return new OpenSegment(index, choice, rows, blocks, sequence);
  }

  CandidateBlocks.Candidates chosen() {
    return choice.candidates();
  }

  int blockCount() {
    return choice.blockCount();
  }

  @Override
  public void close() throws IOException {
    if (blocks != null) {
      blocks.close();
    }
  }
}
