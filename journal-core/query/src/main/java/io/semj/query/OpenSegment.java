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
 */
record OpenSegment(
    BlockIndex index, int blockCount, CandidateBlocks.Candidates chosen, ChosenBlocks blocks)
    implements Closeable {
  @Override
  public void close() throws IOException {
    if (blocks != null) {
      blocks.close();
    }
  }
}
