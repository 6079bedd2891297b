package io.semj.index;

import io.semj.format.ChainDigest;
import java.util.UUID;

/**
 * What a segment is, so that an index of it can be told from that of another, or of what the
 * segment was before it was rewritten.
 *
 * @param journalId of the journal
 * @param generation of the segment
 * @param endPosition behind its last block
 * @param digest of the chain behind its last block
 */
public record SegmentFacts(UUID journalId, long generation, long endPosition, ChainDigest digest) {}
