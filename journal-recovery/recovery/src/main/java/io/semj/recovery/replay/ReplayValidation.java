package io.semj.recovery.replay;

/**
 * What is checked while events are replayed, each including what the one before checks. That blocks
 * follow each other without a gap is checked always.
 */
public enum ReplayValidation {
  /** Only what the reading itself needs: sizes that agree, sequences that ascend. */
  NONE,
  /** The checksum of every block and of every record. */
  CHECKSUM,
  /**
   * Also the hash chain over blocks and segments, what block headers say of their records, and that
   * all that is known to have been durable is there.
   */
  FULL,
  /**
   * Also what the events say: that sequences are dense, that causes come before their effects, and
   * that transactions that begin also end. Such findings are reported and never stop a replay.
   */
  STRICT;

  boolean includes(ReplayValidation other) {
    return compareTo(other) >= 0;
  }
}
