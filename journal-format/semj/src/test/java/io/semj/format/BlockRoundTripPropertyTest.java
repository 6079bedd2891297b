package io.semj.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.checksum.BlockChain;
import java.nio.ByteBuffer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class BlockRoundTripPropertyTest {
  @Property(tries = 300)
  void shouldGiveBackAnyBlockOfAnySizeWithAnyCodec(
      @ForAll BlockCompression compression,
      @ForAll("sizes") int[] sizes,
      @ForAll long seed,
      @ForAll @IntRange(max = 5_000) int threshold,
      @ForAll @LongRange(min = 1, max = 1L << 60) long firstSequence,
      @ForAll @LongRange(max = 0xFFFF_FFFFL) long dropped) {
    TestRecords records = TestRecords.of(seed, firstSequence, sizes);
    BlockInfo info =
        TestBlocks.info(firstSequence, firstSequence, sizes.length).droppedBefore(dropped);
    try (BlockCodec codec = BlockCodecs.create(compression);
        BlockDecoder decoder = new BlockDecoder()) {
      ByteBuffer block =
          TestBlocks.encode(codec, threshold, new BlockChain(TestBlocks.ANCHOR), info, records);
      int size = block.capacity();
      BlockFlyweight header = TestBlocks.flyweight(block);

      assertThat(size % BlockDescriptor.ALIGNMENT).isZero();
      assertThat(size).isLessThanOrEqualTo(BlockDescriptor.blockSize(records.length()));
      assertThat(new BlockValidator(TestBlocks.GENERATION).check(block, 0, size))
          .isEqualTo(BlockVerdict.VALID);
      assertThat(new BlockChainVerifier(TestBlocks.ANCHOR).check(block, 0, size))
          .isEqualTo(BlockVerdict.VALID);
      assertThat(BlockValidator.checkContinuity(header, firstSequence, firstSequence - dropped - 1))
          .isEqualTo(BlockVerdict.VALID);
      ByteBuffer decoded = decoder.decode(block, 0, size);
      byte[] actual = new byte[decoded.limit()];
      decoded.get(0, actual);
      assertThat(actual).isEqualTo(records.bytes());
      assertScansTo(decoded, header, sizes);
    }
  }

  @Provide
  Arbitrary<int[]> sizes() {
    return Arbitraries.integers()
        .between(0, 3_000)
        .withDistribution(RandomDistribution.biased())
        .array(int[].class)
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  private static void assertScansTo(ByteBuffer decoded, BlockFlyweight header, int[] sizes) {
    RecordScanner scanner = new RecordScanner().wrap(decoded, header.eventCount(), true);
    RecordFlyweight record = new RecordFlyweight();
    for (int i = 0; i < sizes.length; i++) {
      assertThat(scanner.next()).isTrue();
      assertThat(scanner.index()).isEqualTo(i);
      record.wrap(scanner.buffer(), scanner.offset());
      assertThat(record.length()).isEqualTo(RecordDescriptor.HEAD_LENGTH + sizes[i]);
      assertThat(record.userspaceSequence()).isEqualTo(header.firstSequence() + i);
    }
    assertThat(scanner.next()).isFalse();
    assertThat(record.userspaceSequence()).isEqualTo(header.lastSequence());
    assertThat(record.timestampNanos()).isEqualTo(header.lastTimestampNanos());
  }
}
