package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.BlockChain;
import io.semj.checksum.KernelCrc32;
import io.semj.checksum.Sha256;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Follows the chain through blocks that are valid by themselves. It reads only, allocates nothing,
 * and belongs to one thread.
 *
 * @see BlockValidator
 */
public final class BlockChainVerifier {
  private static final byte[] ZERO_CHECKSUM = new byte[Integer.BYTES];
  private static final int AFTER_CHECKSUM = BlockDescriptor.BLOCK_CHECKSUM_OFFSET + Integer.BYTES;

  private final Sha256 sha = new Sha256();
  private final KernelCrc32 crc = new KernelCrc32();
  private final BlockChain light = new BlockChain(new byte[ChainDigest.LENGTH]);
  private final byte[] digest = new byte[ChainDigest.LENGTH];
  private final byte[] computed = new byte[ChainDigest.LENGTH];
  private final byte[] stored = new byte[ChainDigest.LENGTH];

  /**
   * A verifier that starts at some point of the chain.
   *
   * @param anchor the digest before the first block to be checked, 32 bytes
   */
  public BlockChainVerifier(byte[] anchor) {
    restart(anchor);
  }

  /**
   * Checks that a block is the next one of the chain, and if so moves on.
   *
   * @param bytes hold the block; not of a mapped file. Position and limit come back as they were.
   * @param offset of its first byte
   * @param blockSize of it, as {@link BlockValidator} found it valid
   * @return {@link BlockVerdict#VALID} or {@link BlockVerdict#BROKEN_CHAIN}
   */
  public BlockVerdict check(ByteBuffer bytes, int offset, int blockSize) {
    int position = bytes.position();
    int limit = bytes.limit();
    int digestOffset = blockSize - ChainDigest.LENGTH;
    bytes.limit(offset + blockSize);
    int flags = flags(bytes, offset + blockSize - BlockDescriptor.TRAILER_LENGTH);
    if ((flags & BlockDescriptor.FLAG_LIGHT_CHAIN) == 0) {
      link(bytes, offset, digestOffset);
    } else {
      linkChecksum(bytes, offset, digestOffset);
    }
    bytes.limit(offset + blockSize).get(offset + digestOffset, stored);
    bytes.limit(limit).position(position);
    if (!Arrays.equals(stored, computed)) {
      return BlockVerdict.BROKEN_CHAIN;
    }
    System.arraycopy(computed, 0, digest, 0, ChainDigest.LENGTH);
    return BlockVerdict.VALID;
  }

  private static int flags(ByteBuffer bytes, int trailer) {
    int flags = bytes.getInt(trailer + BlockDescriptor.FLAGS_OFFSET);
    return bytes.order() == LITTLE_ENDIAN ? flags : Integer.reverseBytes(flags);
  }

  private void link(ByteBuffer bytes, int offset, int digestOffset) {
    sha.reset();
    sha.update(digest, 0, ChainDigest.LENGTH);
    sha.update(bytes, offset, BlockDescriptor.BLOCK_CHECKSUM_OFFSET);
    sha.update(ZERO_CHECKSUM, 0, ZERO_CHECKSUM.length);
    sha.update(bytes, offset + AFTER_CHECKSUM, digestOffset - AFTER_CHECKSUM);
    sha.digest(computed, 0);
  }

  private void linkChecksum(ByteBuffer bytes, int offset, int digestOffset) {
    crc.reset();
    crc.update(bytes, offset, BlockDescriptor.BLOCK_CHECKSUM_OFFSET);
    crc.update(ZERO_CHECKSUM, 0, ZERO_CHECKSUM.length);
    crc.update(bytes, offset + AFTER_CHECKSUM, digestOffset - AFTER_CHECKSUM);
    light.restart(digest);
    light.linkChecksum(crc.value());
    light.copyDigest(computed, 0);
  }

  /**
   * Copies the digest after the last block that was found valid.
   *
   * @param into receives 32 bytes
   * @param offset where in it
   */
  public void copyDigest(byte[] into, int offset) {
    System.arraycopy(digest, 0, into, offset, ChainDigest.LENGTH);
  }

  /**
   * Goes on from another point of the chain.
   *
   * @param from the digest before the next block to be checked, 32 bytes
   */
  public void restart(byte[] from) {
    if (from.length != ChainDigest.LENGTH) {
      throw new IllegalArgumentException(
          "digest has the wrong length: expected="
              + ChainDigest.LENGTH
              + ", actual="
              + from.length);
    }
    System.arraycopy(from, 0, digest, 0, ChainDigest.LENGTH);
  }
}
