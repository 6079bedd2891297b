package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.semj.checksum.BlockChain;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks made somewhere in a buffer, some of records that were compressed before. */
class PlacedBlockTest {
  private static final byte UNTOUCHED = 0x5A;
  private static final int THRESHOLD = 1_024;

  /** Below the threshold, at it, and so much that it is compressed in more than one piece. */
  private static final int[] PAYLOADS = {40, THRESHOLD - 204, 900, 70_000};

  private static ByteBuffer direct(int size) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(size).order(LITTLE_ENDIAN);
    for (int i = 0; i < size; i++) {
      bytes.put(i, UNTOUCHED);
    }
    return bytes;
  }

  private static TestRecords records(int number) {
    return TestRecords.of(number, number, PAYLOADS[number - 1]);
  }

  private static byte[] copy(ByteBuffer bytes, int from, int length) {
    byte[] copy = new byte[length];
    bytes.duplicate().clear().get(from, copy);
    return copy;
  }

  private static void assertUntouched(ByteBuffer bytes, int from, int to) {
    byte[] expected = new byte[to - from];
    Arrays.fill(expected, UNTOUCHED);
    assertThat(copy(bytes, from, to - from)).as("from %d to %d", from, to).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void shouldHaveTheSameBytesWhereverTheyAreMade(BlockCompression compression) {
    try (BlockCodec codec = BlockCodecs.create(compression)) {
      for (ChainMode mode : ChainMode.values()) {
        Pair pair = new Pair(codec, mode);
        for (int number = 1; number <= PAYLOADS.length; number++) {
          TestRecords records = records(number);
          byte[] expected = pair.expected(number, records);
          int most = pair.encoder.maxBlockSize(records.length());
          int at = 4_096 + 8 * number;
          ByteBuffer target = direct(at + most + 4_096);
          int size =
              pair.encoder.encode(
                  TestBlocks.info(number, number, 1),
                  records.buffer(),
                  records.length(),
                  records.lastOffset(),
                  target,
                  at);
          assertThat(copy(target, at, size)).as("block %d", number).isEqualTo(expected);
          assertUntouched(target, 0, at);
          assertUntouched(target, at + most, target.capacity());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldBeTheSameOfRecordsThatWereCompressedBefore(BlockCompression compression) {
    try (BlockCodec codec = BlockCodecs.create(compression);
        BlockCodec ahead = BlockCodecs.create(compression)) {
      BlockCompressor compressor = new BlockCompressor(ahead, THRESHOLD);
      for (ChainMode mode : ChainMode.values()) {
        Pair pair = new Pair(codec, mode);
        for (int number = 1; number <= PAYLOADS.length; number++) {
          TestRecords records = records(number);
          boolean isShorter = records.length() >= THRESHOLD && compression.code() != 0;
          pair.assertSameCompressedBefore(compressor, number, records, isShorter);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldBeTheSameWhereCompressingWasNotWorthIt(long seed) {
    Random random = new Random(seed);
    for (BlockCompression compression : BlockCompression.values()) {
      try (BlockCodec codec = BlockCodecs.create(compression)) {
        Pair pair = new Pair(codec, ChainMode.SHA256);
        TestRecords noise = TestRecords.of(seed, 1, 20_000);
        int length = noise.length();
        for (int i = 0; i < length; i++) {
          noise.buffer().put(i, (byte) random.nextInt());
        }
        noise.buffer().putInt(RecordDescriptor.EVENT_SIZE_OFFSET, length);
        pair.assertSameCompressedBefore(new BlockCompressor(codec, THRESHOLD), 1, noise, false);
      }
    }
  }

  /** One encoder that makes blocks at 0, and one that makes the same ones elsewhere. */
  private static final class Pair {
    private final BlockEncoder reference;
    private final BlockEncoder encoder;

    Pair(BlockCodec codec, ChainMode mode) {
      reference = encoder(codec, mode);
      encoder = encoder(codec, mode);
    }

    private static BlockEncoder encoder(BlockCodec codec, ChainMode mode) {
      return new BlockEncoder(codec, THRESHOLD, new BlockChain(TestBlocks.ANCHOR), mode);
    }

    /** Of a chain of blocks, so that each says whether the one before moved the chain alike. */
    byte[] expected(int number, TestRecords records) {
      return TestBlocks.bytes(
          TestBlocks.encode(reference, TestBlocks.info(number, number, 1), records));
    }

    void assertSameCompressedBefore(
        BlockCompressor compressor, int number, TestRecords records, boolean isShorter) {
      byte[] expected = expected(number, records);
      int aside = 24;
      ByteBuffer compressed = direct(aside + compressor.maxLength(records.length()));
      ByteBuffer first = compressed.slice(aside, compressed.capacity() - aside);
      int length = compressor.compress(records.buffer(), records.length(), first, 0);
      if (isShorter) {
        assertThat(length).isBetween(1, records.length() - 1);
      } else {
        assertThat(length).isEqualTo(BlockCompressor.NOT_WORTH_IT);
      }
      assertUntouched(compressed, 0, aside);
      int at = 4_096 - 8 * number;
      int most = encoder.maxBlockSize(records.length());
      ByteBuffer target = direct(at + most + 4_096);
      int size =
          encoder.encodeCompressed(
              TestBlocks.info(number, number, 1),
              records.buffer(),
              records.length(),
              records.lastOffset(),
              first,
              length,
              target,
              at);
      assertThat(copy(target, at, size)).as("block %d", number).isEqualTo(expected);
      assertUntouched(target, 0, at);
      assertUntouched(target, at + size, target.capacity());
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldLeavePositionAndLimitOfAllBuffersAsTheyWere(BlockCompression compression) {
    try (BlockCodec codec = BlockCodecs.create(compression)) {
      TestRecords records = TestRecords.of(1, 1, 900, 900);
      records.buffer().limit(2_000).position(7);
      BlockCompressor compressor = new BlockCompressor(codec, 0);
      ByteBuffer compressed = direct(10_000).limit(9_000).position(11);
      int length = compressor.compress(records.buffer(), records.length(), compressed, 16);
      assertThat(compressed.position()).isEqualTo(11);
      assertThat(compressed.limit()).isEqualTo(9_000);

      BlockEncoder encoder = new BlockEncoder(codec, 0, new BlockChain(TestBlocks.ANCHOR));
      ByteBuffer target = direct(20_000).limit(19_000).position(13);
      BlockInfo info = TestBlocks.info(1, 1, 2);
      int last = records.lastOffset();
      encoder.encode(info, records.buffer(), records.length(), last, target, 64);
      assertThat(target.position()).isEqualTo(13);
      assertThat(target.limit()).isEqualTo(19_000);
      encoder.encodeCompressed(
          info,
          records.buffer(),
          records.length(),
          last,
          compressed.slice(16, 8_000),
          length,
          target,
          128);
      assertThat(target.position()).isEqualTo(13);
      assertThat(target.limit()).isEqualTo(19_000);
      assertThat(records.buffer().position()).isEqualTo(7);
      assertThat(records.buffer().limit()).isEqualTo(2_000);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveTheRoomThatCompressingNeeds(BlockCompression compression) {
    try (BlockCodec codec = BlockCodecs.create(compression)) {
      assertThat(new BlockCompressor(codec, 0).maxLength(1_001))
          .isEqualTo(codec.maxCompressedLength(1_001));
    }
  }

  @Test
  void shouldCompressNothingBelowTheThreshold() {
    TestRecords records = TestRecords.of(1, 1, THRESHOLD - 205);
    try (BlockCodec lz4 = BlockCodecs.create(BlockCompression.LZ4)) {
      BlockCompressor compressor = new BlockCompressor(lz4, THRESHOLD);
      ByteBuffer target = direct(compressor.maxLength(records.length()));
      assertThat(records.length()).isEqualTo(THRESHOLD - 1);
      assertThat(compressor.compress(records.buffer(), records.length(), target, 0))
          .isEqualTo(BlockCompressor.NOT_WORTH_IT);
      assertUntouched(target, 0, target.capacity());
    }
  }
}
