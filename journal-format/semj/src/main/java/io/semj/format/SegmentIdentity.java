package io.semj.format;

import io.semj.checksum.BlockChain;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * What a segment is: fixed when the file is created, and never changed.
 *
 * @param journalId the journal that it belongs to
 * @param generation its number, 1 for the journal's first segment and one more for every segment
 *     ever created, so that blocks left over in a recycled file are told from its own
 * @param firstSequence of the first event that it may hold
 * @param firstBlockId of the first block that it may hold
 * @param chainAnchor the chain's digest before its first block
 * @param dataOffset where its first block begins
 * @param alignment what every block's position is a multiple of
 * @param creationTimeNanos since 1970
 */
public record SegmentIdentity(
    UUID journalId,
    long generation,
    long firstSequence,
    long firstBlockId,
    ChainDigest chainAnchor,
    int dataOffset,
    int alignment,
    long creationTimeNanos) {

  /**
   * The identity of a journal's first segment.
   *
   * @param journalId the new journal's id
   * @param creationTimeNanos since 1970
   * @return generation 1 from sequence 1, block 1 and the journal's own anchor
   */
  public static SegmentIdentity first(UUID journalId, long creationTimeNanos) {
    ChainDigest anchor = ChainDigest.of(BlockChain.anchor(journalIdBytes(journalId)));
    return new SegmentIdentity(
        journalId,
        1,
        1,
        1,
        anchor,
        SegmentDescriptor.LENGTH,
        SegmentDescriptor.ALIGNMENT,
        creationTimeNanos);
  }

  /**
   * The identity of a segment that follows this one.
   *
   * @param sequence of the first event that it may hold
   * @param blockId of the first block that it may hold
   * @param anchor the chain's digest before its first block
   * @param timeNanos of its creation, since 1970
   * @return the next generation
   */
  public SegmentIdentity next(long sequence, long blockId, ChainDigest anchor, long timeNanos) {
    return new SegmentIdentity(
        journalId,
        generation + 1,
        sequence,
        blockId,
        anchor,
        SegmentDescriptor.LENGTH,
        SegmentDescriptor.ALIGNMENT,
        timeNanos);
  }

  /**
   * A journal id as the format stores it.
   *
   * @param journalId the id
   * @return its 16 bytes, in the order of its text
   */
  public static byte[] journalIdBytes(UUID journalId) {
    return ByteBuffer.allocate(BlockChain.JOURNAL_ID_LENGTH)
        .putLong(journalId.getMostSignificantBits())
        .putLong(journalId.getLeastSignificantBits())
        .array();
  }
}
