package io.semj.core.storage;

import io.semj.format.ChainDigest;
import io.semj.format.SegmentIdentity;
import io.semj.format.SegmentReanchor;
import io.semj.format.SegmentSeal;

/**
 * A place between two blocks of a journal, with everything that is needed to go on from there.
 *
 * @param generation of the segment
 * @param endPosition in the segment, behind the last block
 * @param sequence of the last event, or the one before the segment's first
 * @param blockId of the last block in the journal, 0 when there is none
 * @param digest the chain after that block
 * @param totals of the segment up to here
 */
public record JournalPosition(
    long generation,
    long endPosition,
    long sequence,
    long blockId,
    ChainDigest digest,
    SegmentTotals totals) {
  /**
   * The place before the first block of a segment.
   *
   * @param identity of the segment
   * @return its beginning
   */
  public static JournalPosition startOf(SegmentIdentity identity) {
    return new JournalPosition(
        identity.generation(),
        identity.dataOffset(),
        identity.firstSequence() - 1,
        identity.firstBlockId() - 1,
        identity.chainAnchor(),
        SegmentTotals.NONE);
  }

  /**
   * The place a sealed segment ends at.
   *
   * @param identity of the segment
   * @param seal of the segment
   * @return its end
   */
  public static JournalPosition endOf(SegmentIdentity identity, SegmentSeal seal) {
    SegmentTotals totals =
        new SegmentTotals(
            seal.blockCount(),
            seal.eventCount(),
            seal.minEventTimestamp(),
            seal.maxEventTimestamp(),
            seal.lastBlockPosition());
    return new JournalPosition(
        identity.generation(),
        seal.endPosition(),
        seal.lastSequence(),
        identity.firstBlockId() - 1 + seal.blockCount(),
        seal.chainDigest(),
        totals);
  }

  /** The same end of a file, for what continues a rewritten segment. */
  JournalPosition continuedAs(SegmentReanchor reanchor) {
    return new JournalPosition(
        generation,
        endPosition,
        reanchor.lastSequence(),
        reanchor.lastBlockId(),
        reanchor.chainDigest(),
        totals);
  }

  /**
   * The seal of a segment that ends here.
   *
   * @param timeNanos since 1970
   * @return the seal
   */
  public SegmentSeal seal(long timeNanos) {
    return new SegmentSeal(
        endPosition,
        totals.lastBlockPosition(),
        totals.blocks(),
        totals.events(),
        sequence,
        digest,
        timeNanos,
        totals.events() == 0 ? 0 : totals.minTimestamp(),
        totals.events() == 0 ? 0 : totals.maxTimestamp());
  }
}
