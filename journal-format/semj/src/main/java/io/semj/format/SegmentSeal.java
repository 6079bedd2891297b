package io.semj.format;

/**
 * What a complete segment holds: written once, when no more blocks will follow.
 *
 * @param endPosition the first byte after the last block
 * @param lastBlockPosition where the last block begins, 0 if there is none
 * @param blockCount how many blocks
 * @param eventCount how many events
 * @param lastSequence of the last event; the first sequence less one if there is none
 * @param chainDigest the chain's digest after the last block
 * @param sealTimeNanos since 1970
 * @param minEventTimestamp the smallest of all events, 0 if there is none
 * @param maxEventTimestamp the largest of all events, 0 if there is none
 */
public record SegmentSeal(
    long endPosition,
    long lastBlockPosition,
    long blockCount,
    long eventCount,
    long lastSequence,
    ChainDigest chainDigest,
    long sealTimeNanos,
    long minEventTimestamp,
    long maxEventTimestamp) {}
