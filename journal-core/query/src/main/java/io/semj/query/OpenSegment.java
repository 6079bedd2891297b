package io.semj.query;

import io.semj.index.BlockIndex;
import java.io.Closeable;
import java.io.IOException;

/**
 * A segment whose index has named the blocks to read, open for reading if there are any.
 *
 * @param index of its blocks
 * @param blockCount that were asked for
 * @param chosen of them
 * @param blocks reads them; null when none was chosen
 * @param lastSequence records behind it were written later than what is seen
 */
record OpenSegment(
    BlockIndex index,
    int blockCount,
    CandidateBlocks.Candidates chosen,
    ChosenBlocks blocks,
    long lastSequence)
    implements Closeable {
  /** Of which all is seen. */
  OpenSegment(
      BlockIndex index, int blockCount, CandidateBlocks.Candidates chosen, ChosenBlocks blocks) {
    this(index, blockCount, chosen, blocks, Long.MAX_VALUE);
  }

  /** The same segment, of which nothing behind a sequence is seen. */
  OpenSegment upTo(long sequence) {
    return new OpenSegment(index, blockCount, chosen, blocks, sequence);
  }

  @Override
  public void close() throws IOException {
    if (blocks != null) {
      blocks.close();
    }
  }
}
