package io.semj.format;

/**
 * What a reader finds where a block may begin: {@link #VALID}, the end of the log, or the first
 * clause of the validity rule that does not hold.
 *
 * @see BlockValidator
 */
public enum BlockVerdict {
  /** A whole, sound block. */
  VALID,
  /** The bytes end here, or the first eight are zero: no block was published here. */
  END_OF_LOG,
  /** The magic is not that of a block. */
  BAD_MAGIC,
  /** The block version is not 1. */
  BAD_VERSION,
  /** The sizes or the count cannot be those of a block, or contradict each other. */
  BAD_SIZE,
  /** The block goes on beyond the bytes that there are. */
  INCOMPLETE,
  /** The trailer's magic is not where the block's size puts it. */
  BAD_TRAILER,
  /** The block is sound, but has an incompatible flag that is not known. */
  UNSUPPORTED_FLAGS,
  /** The block was written for another segment: a leftover in a recycled file. */
  WRONG_GENERATION,
  /** The bytes are not those that were written. */
  BAD_CHECKSUM,
  /** The block does not follow the one before it: the ids have a gap. */
  WRONG_BLOCK_ID,
  /** The block does not follow the one before it: the sequences have a gap. */
  WRONG_SEQUENCE,
  /** The block is sound by itself, but is not the one that was written after the one before it. */
  BROKEN_CHAIN
}
