package io.semj.format;

import io.semj.checksum.KernelCrc32;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Decides whether bytes are a block. They are valid if and only if, in this order,
 *
 * <ol>
 *   <li>there are bytes and the first eight are not all zero: else the log ends here;
 *   <li>the magic is that of a block;
 *   <li>the version is 1;
 *   <li>the count is at least 1, the full length holds that many record heads and at most 1 GiB,
 *       the stored length is at least 1, equal to the full length if the data is not compressed,
 *       and the block size is that of header, stored data, padding and trailer;
 *   <li>all of the block is there;
 *   <li>the trailer begins with "SEMT";
 *   <li>the generation is that of the segment;
 *   <li>the checksum is the kernel CRC32 over the whole block with that field 0;
 *   <li>no unknown incompatible flag is set;
 *   <li>the block id is one more than that of the block before it ({@link #checkContinuity});
 *   <li>the first sequence is the last one before it, plus one, plus the dropped ones, and if the
 *       block is sparse its last sequence leaves room for all its records;
 *   <li>the chain digest is that of the block before it and these bytes ({@link
 *       BlockChainVerifier}).
 * </ol>
 *
 * <p>It reads only, allocates nothing, and belongs to one thread.
 */
public final class BlockValidator {
  private static final byte[] ZERO_CHECKSUM = new byte[Integer.BYTES];
  private static final int AFTER_CHECKSUM = BlockDescriptor.BLOCK_CHECKSUM_OFFSET + Integer.BYTES;

  private final long generation;
  private final boolean verifyChecksums;
  private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
  private final BlockFlyweight block = new BlockFlyweight();
  private final KernelCrc32 crc = new KernelCrc32();

  /**
   * A validator for the blocks of one segment.
   *
   * @param generation the segment's
   */
  public BlockValidator(long generation) {
    this(generation, true);
  }

  /**
   * A validator for the blocks of one segment.
   *
   * @param generation the segment's
   * @param verifyChecksums false to leave out the checksum: for those who prefer speed to proof
   */
  public BlockValidator(long generation, boolean verifyChecksums) {
    this.generation = generation;
    this.verifyChecksums = verifyChecksums;
  }

  /**
   * Checks all that can be checked of a block by itself: clauses 1 to 9.
   *
   * @param bytes hold the block; not of a mapped file. Position and limit come back as they were.
   * @param offset where it may begin
   * @param available how many bytes there are from there on
   * @return the first clause that fails, or {@link BlockVerdict#VALID}
   */
  public BlockVerdict check(ByteBuffer bytes, int offset, int available) {
    buffer.wrap(bytes, offset, available);
    block.wrap(buffer, 0);
    BlockVerdict structure = checkStructure(available);
    if (structure != BlockVerdict.VALID) {
      return structure;
    }
    if (block.trailerMagic() != BlockDescriptor.TRAILER_MAGIC) {
      return BlockVerdict.BAD_TRAILER;
    }
    if (block.generation() != generation) {
      return BlockVerdict.WRONG_GENERATION;
    }
    if (verifyChecksums && block.blockChecksum() != checksum(bytes, offset, block.blockSize())) {
      return BlockVerdict.BAD_CHECKSUM;
    }
    // Only now: in damaged bytes a flag would mean nothing.
    int unknown = ~BlockDescriptor.KNOWN_INCOMPATIBLE_FLAGS & SegmentDescriptor.INCOMPATIBLE_FLAGS;
    return (block.flags() & unknown) == 0 ? BlockVerdict.VALID : BlockVerdict.UNSUPPORTED_FLAGS;
  }

  /**
   * Checks that a valid block follows the one before it: clauses 10 and 11.
   *
   * @param block a block that {@link #check} found valid
   * @param expectedBlockId one more than that of the block before it
   * @param previousLastSequence of the last record before it
   * @return {@link BlockVerdict#WRONG_BLOCK_ID}, {@link BlockVerdict#WRONG_SEQUENCE} or {@link
   *     BlockVerdict#VALID}
   */
  public static BlockVerdict checkContinuity(
      BlockFlyweight block, long expectedBlockId, long previousLastSequence) {
    if (block.blockId() != expectedBlockId) {
      return BlockVerdict.WRONG_BLOCK_ID;
    }
    return block.firstSequence() == previousLastSequence + 1 + block.droppedBefore()
            && block.lastSequence() - block.firstSequence() >= block.eventCount() - 1
        ? BlockVerdict.VALID
        : BlockVerdict.WRONG_SEQUENCE;
  }

  private BlockVerdict checkStructure(int available) {
    if (available < Long.BYTES) {
      return isZero(available) ? BlockVerdict.END_OF_LOG : BlockVerdict.INCOMPLETE;
    }
    if (buffer.getLong(0) == 0) {
      return BlockVerdict.END_OF_LOG;
    }
    if (block.magic() != BlockDescriptor.MAGIC) {
      return BlockVerdict.BAD_MAGIC;
    }
    if (block.version() != BlockDescriptor.VERSION) {
      return BlockVerdict.BAD_VERSION;
    }
    if (available < BlockDescriptor.HEADER_LENGTH) {
      return BlockVerdict.INCOMPLETE;
    }
    if (!sizesAgree()) {
      return BlockVerdict.BAD_SIZE;
    }
    return block.blockSize() > available ? BlockVerdict.INCOMPLETE : BlockVerdict.VALID;
  }

  private boolean sizesAgree() {
    int count = block.eventCount();
    int stored = block.storedLength();
    int full = block.uncompressedLength();
    boolean compressed = block.compressionType() != BlockCompression.NONE.code();
    return count >= 1
        && full <= BlockDescriptor.MAX_UNCOMPRESSED_SIZE
        && full >= (long) count * RecordDescriptor.HEAD_LENGTH
        && stored >= 1
        && (compressed ? stored <= BlockDescriptor.MAX_UNCOMPRESSED_SIZE : stored == full)
        && block.blockSize() == BlockDescriptor.blockSize(stored);
  }

  private int checksum(ByteBuffer bytes, int offset, int blockSize) {
    int position = bytes.position();
    int limit = bytes.limit();
    crc.reset();
    crc.update(bytes, offset, BlockDescriptor.BLOCK_CHECKSUM_OFFSET);
    crc.update(ZERO_CHECKSUM, 0, ZERO_CHECKSUM.length);
    crc.update(bytes, offset + AFTER_CHECKSUM, blockSize - AFTER_CHECKSUM);
    bytes.limit(limit).position(position);
    return crc.value();
  }

  private boolean isZero(int length) {
    for (int i = 0; i < length; i++) {
      if (buffer.getByte(i) != 0) {
        return false;
      }
    }
    return true;
  }
}
