package io.semj.format;

/**
 * What a writer tells the encoder about a block, apart from its records. Mutable, meant to be
 * reused for every block.
 */
public final class BlockInfo {
  private static final long MAX_UNSIGNED_INT = 0xFFFF_FFFFL;

  private long blockId;
  private long generation;
  private long firstSequence;
  private int eventCount;
  private long durableSequence;
  private long droppedBefore;
  private long lastSequence;

  /** All zero. */
  public BlockInfo() {}

  /**
   * Sets the block's id.
   *
   * @param value dense from 1 over the whole journal
   * @return this
   */
  public BlockInfo blockId(long value) {
    blockId = value;
    return this;
  }

  /**
   * Sets the generation.
   *
   * @param value of the segment that the block goes to
   * @return this
   */
  public BlockInfo generation(long value) {
    generation = value;
    return this;
  }

  /**
   * Sets the first sequence.
   *
   * @param value the journal sequence of the first record
   * @return this
   */
  public BlockInfo firstSequence(long value) {
    firstSequence = value;
    return this;
  }

  /**
   * Sets the number of records.
   *
   * @param value 1 or more
   * @return this
   */
  public BlockInfo eventCount(int value) {
    eventCount = value;
    return this;
  }

  /**
   * Sets the durable sequence.
   *
   * @param value what is known to be durable now
   * @return this
   */
  public BlockInfo durableSequence(long value) {
    durableSequence = value;
    return this;
  }

  /**
   * Sets the number of dropped sequences.
   *
   * @param value how many were given out and dropped just before the first sequence, 32 bits
   * @return this
   */
  public BlockInfo droppedBefore(long value) {
    if (value < 0 || value > MAX_UNSIGNED_INT) {
      throw new IllegalArgumentException(
          "dropped sequences do not fit 32 bits: droppedBefore=" + value);
    }
    droppedBefore = value;
    return this;
  }

  /**
   * Makes the block sparse, which lasts until it is taken back.
   *
   * @param value the journal sequence of the last record, 0 for a block whose sequences are dense
   * @return this
   */
  public BlockInfo lastSequence(long value) {
    lastSequence = value;
    return this;
  }

  /**
   * The block's id.
   *
   * @return as set
   */
  public long blockId() {
    return blockId;
  }

  /**
   * The segment's generation.
   *
   * @return as set
   */
  public long generation() {
    return generation;
  }

  /**
   * The journal sequence of the first record.
   *
   * @return as set
   */
  public long firstSequence() {
    return firstSequence;
  }

  /**
   * The number of records.
   *
   * @return as set
   */
  public int eventCount() {
    return eventCount;
  }

  /**
   * What is known to be durable.
   *
   * @return as set
   */
  public long durableSequence() {
    return durableSequence;
  }

  /**
   * How many sequences were dropped just before the first one.
   *
   * @return as set
   */
  public long droppedBefore() {
    return droppedBefore;
  }

  /**
   * The journal sequence of the last record, if the block is sparse.
   *
   * @return as set, 0 for a dense block
   */
  public long lastSequence() {
    return lastSequence;
  }
}
