package io.semj.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.checksum.BlockChain;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlockDamageTest {
  @Test
  void shouldNoticeEveryChangeOfAByte() {
    ByteBuffer block = TestBlocks.small();
    Set<BlockVerdict> seen = EnumSet.noneOf(BlockVerdict.class);
    for (int at = 0; at < block.capacity(); at++) {
      byte original = block.get(at);
      for (int change = 1; change < 256; change++) {
        block.put(at, (byte) (original ^ change));
        BlockVerdict verdict = check(block, block.capacity());
        assertThat(verdict)
            .as("offset=%d, change=0x%02x", at, change)
            .isNotIn(BlockVerdict.VALID, BlockVerdict.END_OF_LOG);
        seen.add(verdict);
      }
      block.put(at, original);
    }
    assertThat(seen)
        .containsExactlyInAnyOrder(
            BlockVerdict.BAD_MAGIC,
            BlockVerdict.BAD_VERSION,
            BlockVerdict.BAD_SIZE,
            BlockVerdict.BAD_TRAILER,
            BlockVerdict.WRONG_GENERATION,
            BlockVerdict.BAD_CHECKSUM);
    assertThat(check(block, block.capacity())).isEqualTo(BlockVerdict.VALID);
  }

  @Test
  void shouldNoticeEveryChangeOfAByteThatComesWithItsChecksumByTheChain() {
    ByteBuffer block = TestBlocks.small();
    byte[] original = TestBlocks.bytes(block);
    for (int at = 0; at < block.capacity(); at++) {
      if (at >= BlockDescriptor.BLOCK_CHECKSUM_OFFSET
          && at < BlockDescriptor.BLOCK_CHECKSUM_OFFSET + Integer.BYTES) {
        continue;
      }
      block.put(at, (byte) ~original[at]);
      TestBlocks.fixChecksum(block);
      assertThat(new BlockChainVerifier(TestBlocks.ANCHOR).check(block, 0, block.capacity()))
          .as("offset=%d", at)
          .isEqualTo(BlockVerdict.BROKEN_CHAIN);
      block.put(0, original);
    }
  }

  @Test
  void shouldNoticeABlockWhoseEndWasNotWritten() {
    for (int written = 8; written < TestBlocks.small().capacity(); written++) {
      ByteBuffer block = TestBlocks.small();
      boolean changed = false;
      for (int at = written; at < block.capacity(); at++) {
        changed |= block.get(at) != 0;
        block.put(at, (byte) 0);
      }
      assertThat(check(block, block.capacity()))
          .as("written=%d", written)
          .isNotIn(changed ? BlockVerdict.VALID : null, BlockVerdict.END_OF_LOG);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindEveryTruncationIncomplete(BlockCompression compression) {
    TestRecords records = TestRecords.of(2, 1, 300, 0, 77, 1_000);
    try (BlockCodec codec = BlockCodecs.create(compression)) {
      ByteBuffer block =
          TestBlocks.encode(
              codec, 0, new BlockChain(TestBlocks.ANCHOR), TestBlocks.info(1, 1, 4), records);
      for (int available = 1; available < block.capacity(); available++) {
        ByteBuffer cut = ByteBuffer.allocateDirect(available).put(0, block, 0, available);
        assertThat(check(cut, available))
            .as("available=%d", available)
            .isEqualTo(BlockVerdict.INCOMPLETE);
      }
      assertThat(check(block, block.capacity())).isEqualTo(BlockVerdict.VALID);
    }
  }

  private static BlockVerdict check(ByteBuffer block, int available) {
    return new BlockValidator(TestBlocks.GENERATION).check(block, 0, available);
  }
}
