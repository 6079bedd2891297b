package io.semj.query;

import io.semj.core.filter.FilterBounds;
import io.semj.index.BlockIndex;
import java.io.IOException;

/** A segment as a query sees it. */
interface QuerySegment {
  /**
   * Whether events within bounds may be in the segment, as far as that is known without opening it.
   */
  boolean mayMatch(FilterBounds bounds);

  /** The latest time of an event, as far as that is known without opening it. */
  long maxTimestamp();

  /** The earliest time of an event, as far as that is known without opening it. */
  long minTimestamp();

  /**
   * Asks the index, and opens the segment if it names blocks.
   *
   * @param chooser of the blocks to read
   * @param memory to read them with
   * @return the segment; null when retention has removed it meanwhile
   */
  OpenSegment open(BlockChooser chooser, ReadMemory memory) throws IOException;

  /** Chooses the blocks of a segment that are to be read. */
  @FunctionalInterface
  interface BlockChooser {
    /** Of the first so many blocks, those that are to be read. */
    CandidateBlocks.Candidates choose(BlockIndex index, int blockCount);
  }
}
