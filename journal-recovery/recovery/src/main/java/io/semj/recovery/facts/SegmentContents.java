package io.semj.recovery.facts;

import io.semj.format.ChainDigest;

/**
 * What proves itself in a segment.
 *
 * @param generation of its blocks, 0 when that is not known
 * @param firstSequence of its first event, 0 without events
 * @param lastSequence of its last event, 0 without events
 * @param firstBlockId of its first block, 0 without blocks
 * @param lastBlockId of its last block, 0 without blocks
 * @param blocks how many
 * @param events how many
 * @param endPosition behind the last block
 * @param lastDigest the chain's digest that the last block tells; the segment's anchor without
 *     blocks, all zero when that is not known
 * @param durableSequence the highest one that its blocks tell to have been durable
 */
public record SegmentContents(
    long generation,
    long firstSequence,
    long lastSequence,
    long firstBlockId,
    long lastBlockId,
    long blocks,
    long events,
    long endPosition,
    ChainDigest lastDigest,
    long durableSequence) {
  /** Nothing proves itself, or nothing was looked at. */
  public static final SegmentContents NONE =
      new SegmentContents(0, 0, 0, 0, 0, 0, 0, 0, ChainDigest.of(new byte[32]), 0);
}
