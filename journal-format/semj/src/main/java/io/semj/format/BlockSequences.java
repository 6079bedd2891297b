package io.semj.format;

/**
 * Holds the sequences of a block's records against what the block's trailer promises: the first
 * one, the last one, and in between either each one more than the one before it, or, in a sparse
 * block, more than the one before it. Allocates nothing; one thread.
 */
public final class BlockSequences {
  private long first;
  private long last;
  private int lastIndex;
  private boolean sparse;
  private long previous;

  /** Of no block yet. */
  public BlockSequences() {}

  /**
   * Begins with another block.
   *
   * @param block whose records are to come, in their order
   * @return this
   */
  public BlockSequences wrap(BlockFlyweight block) {
    first = block.firstSequence();
    last = block.lastSequence();
    lastIndex = block.eventCount() - 1;
    sparse = block.isSparse();
    previous = first - 1;
    return this;
  }

  /**
   * Takes the next record.
   *
   * @param index of the record, counted from 0
   * @param sequence that it carries
   * @return whether it may carry this one
   */
  public boolean accepts(int index, long sequence) {
    if (!sparse) {
      return sequence == first + index;
    }
    boolean fits =
        sequence > previous
            && sequence <= last
            && (index != 0 || sequence == first)
            && (index != lastIndex || sequence == last);
    previous = sequence;
    return fits;
  }

  /**
   * What the record should carry.
   *
   * @param index of the record, counted from 0
   * @return the sequence for a message; in a sparse block the limits
   */
  public String expected(int index) {
    return sparse ? first + ".." + last + " ascending" : Long.toString(first + index);
  }
}
