package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.management.ThreadMXBean;
import io.semj.checksum.BlockChain;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlockAllocationTest {
  private static final int WARM_UP_BLOCKS = 200;
  private static final int BLOCKS = 1_000;

  /** Less than any object in every block: what else runs in the thread may leave a little. */
  private static final long ALLOWANCE = BLOCKS * 8L;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final TestRecords records = TestRecords.of(1, 1, TestRecords.sizes(20, 266));
  private final BlockInfo info = TestBlocks.info(1, 1, 20);

  @ParameterizedTest
  @EnumSource
  void shouldNotAllocateToWriteABlock(BlockCompression compression) {
    assumeThatTheCodecItselfDoesNot(compression);
    try (BlockCodec codec = BlockCodecs.create(compression)) {
      BlockEncoder encoder = new BlockEncoder(codec, 0, new BlockChain(TestBlocks.ANCHOR));
      ByteBuffer target = target(encoder);
      encode(encoder, target, WARM_UP_BLOCKS);
      long before = threads.getCurrentThreadAllocatedBytes();
      encode(encoder, target, BLOCKS);
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(ALLOWANCE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotAllocateToReadABlock(BlockCompression compression) {
    assumeThatTheCodecItselfDoesNot(compression);
    try (BlockCodec codec = BlockCodecs.create(compression);
        BlockDecoder decoder = new BlockDecoder()) {
      BlockEncoder encoder = new BlockEncoder(codec, 0, new BlockChain(TestBlocks.ANCHOR));
      ByteBuffer block = target(encoder);
      int size = encode(encoder, block, 1);
      BlockValidator validator = new BlockValidator(TestBlocks.GENERATION);
      BlockChainVerifier chain = new BlockChainVerifier(TestBlocks.ANCHOR);
      RecordScanner scanner = new RecordScanner();
      block.clear();
      read(validator, chain, decoder, scanner, block, size, WARM_UP_BLOCKS);
      long before = threads.getCurrentThreadAllocatedBytes();
      int count = read(validator, chain, decoder, scanner, block, size, BLOCKS);
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(ALLOWANCE);
      assertThat(count).isEqualTo(BLOCKS * 20);
    }
  }

  private static void assumeThatTheCodecItselfDoesNot(BlockCompression compression) {
    assumeFalse(
        compression == BlockCompression.ZSTD && Runtime.version().feature() >= 22,
        "zstd-jni calls by java.lang.foreign from JDK 22 on, which allocates");
  }

  private int encode(BlockEncoder encoder, ByteBuffer target, int blocks) {
    int size = 0;
    for (int i = 0; i < blocks; i++) {
      size = encoder.encode(info, records.buffer(), records.length(), records.lastOffset(), target);
    }
    return size;
  }

  private static int read(
      BlockValidator validator,
      BlockChainVerifier chain,
      BlockDecoder decoder,
      RecordScanner scanner,
      ByteBuffer block,
      int size,
      int blocks) {
    int count = 0;
    for (int i = 0; i < blocks; i++) {
      BlockVerdict verdict = validator.check(block, 0, size);
      chain.restart(TestBlocks.ANCHOR);
      if (verdict != BlockVerdict.VALID || chain.check(block, 0, size) != BlockVerdict.VALID) {
        throw new AssertionError(verdict);
      }
      scanner.wrap(decoder.decode(block, 0, size), 20, true);
      while (scanner.next()) {
        count++;
      }
    }
    return count;
  }

  private ByteBuffer target(BlockEncoder encoder) {
    return ByteBuffer.allocateDirect(encoder.maxBlockSize(records.length())).order(LITTLE_ENDIAN);
  }
}
