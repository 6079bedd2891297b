package io.semj.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.checksum.BlockChain;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlockRoundTripTest {
  @ParameterizedTest
  @EnumSource
  void shouldGiveBackTheRecordsOfAnOrdinaryBlock(BlockCompression compression) {
    TestRecords records = TestRecords.of(1, 11, TestRecords.sizes(100, 266));
    try (BlockCodec codec = BlockCodecs.create(compression);
        BlockDecoder decoder = new BlockDecoder()) {
      BlockInfo info = TestBlocks.info(3, 11, 100);
      ByteBuffer block =
          TestBlocks.encode(codec, 1_024, new BlockChain(TestBlocks.ANCHOR), info, records);
      assertThat(new BlockValidator(TestBlocks.GENERATION).check(block, 0, block.capacity()))
          .isEqualTo(BlockVerdict.VALID);
      assertThat(new BlockChainVerifier(TestBlocks.ANCHOR).check(block, 0, block.capacity()))
          .isEqualTo(BlockVerdict.VALID);
      BlockFlyweight header = TestBlocks.flyweight(block);
      assertThat(header.compressionType()).isEqualTo(compression.code());
      ByteBuffer decoded = decoder.decode(block, 0, block.capacity());
      byte[] actual = new byte[decoded.limit()];
      decoded.get(0, actual);
      assertThat(actual).isEqualTo(records.bytes());
      RecordScanner scanner = new RecordScanner().wrap(decoded, header.eventCount(), true);
      int count = 0;
      while (scanner.next()) {
        assertThat(scanner.length()).isEqualTo(470);
        assertThat(scanner.offset()).isEqualTo(470 * count++);
      }
      assertThat(count).isEqualTo(100);
    }
  }
}
