package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.BlockChain;
import io.semj.checksum.KernelCrc32;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.agrona.concurrent.UnsafeBuffer;

/** Blocks for tests, and the means to damage them in one place only. */
final class TestBlocks {
  static final UUID JOURNAL_ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
  static final byte[] ANCHOR = BlockChain.anchor(SegmentIdentity.journalIdBytes(JOURNAL_ID));
  static final long GENERATION = 7;

  private TestBlocks() {}

  static BlockInfo info(long blockId, long firstSequence, int eventCount) {
    return new BlockInfo()
        .blockId(blockId)
        .generation(GENERATION)
        .firstSequence(firstSequence)
        .eventCount(eventCount)
        .durableSequence(firstSequence - 1);
  }

  /** Exactly one block, in a direct buffer of its size. */
  static ByteBuffer encode(
      BlockCodec codec, int threshold, BlockChain chain, BlockInfo info, TestRecords records) {
    return encode(new BlockEncoder(codec, threshold, chain), info, records);
  }

  /** Exactly one block, in a direct buffer of its size. */
  static ByteBuffer encode(BlockEncoder encoder, BlockInfo info, TestRecords records) {
    ByteBuffer target =
        ByteBuffer.allocateDirect(encoder.maxBlockSize(records.length())).order(LITTLE_ENDIAN);
    int size =
        encoder.encode(info, records.buffer(), records.length(), records.lastOffset(), target);
    return ByteBuffer.allocateDirect(size).order(LITTLE_ENDIAN).put(target).flip();
  }

  /** The first block of the test journal, uncompressed, with two small records. */
  static ByteBuffer small() {
    try (BlockCodec none = BlockCodecs.create(BlockCompression.NONE)) {
      return encode(none, 0, new BlockChain(ANCHOR), info(1, 1, 2), TestRecords.of(1, 1, 30, 17));
    }
  }

  static void fixChecksum(ByteBuffer block) {
    block.putInt(BlockDescriptor.BLOCK_CHECKSUM_OFFSET, 0);
    byte[] bytes = bytes(block);
    block.putInt(BlockDescriptor.BLOCK_CHECKSUM_OFFSET, KernelCrc32.of(bytes, 0, bytes.length));
  }

  static byte[] bytes(ByteBuffer block) {
    byte[] bytes = new byte[block.capacity()];
    block.get(0, bytes);
    return bytes;
  }

  static BlockFlyweight flyweight(ByteBuffer block) {
    return new BlockFlyweight().wrap(new UnsafeBuffer(block), 0);
  }
}
