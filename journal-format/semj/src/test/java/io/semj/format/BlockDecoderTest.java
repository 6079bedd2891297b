package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.checksum.BlockChain;
import io.semj.error.CompressionException;
import io.semj.error.CorruptionException;
import io.semj.error.UnsupportedFeatureException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockDecoderTest {
  private final BlockDecoder decoder = new BlockDecoder();
  private final ByteBuffer block = TestBlocks.small();

  @AfterEach
  void close() {
    decoder.close();
  }

  @ParameterizedTest
  @EnumSource
  void shouldDecodeFromTheMiddleOfHeapAndDirectMemory(BlockCompression compression) {
    TestRecords records = TestRecords.of(5, 1, 900, 900, 900);
    ByteBuffer source = encode(compression, records);
    int size = source.capacity();
    for (ByteBuffer memory :
        new ByteBuffer[] {ByteBuffer.allocate(size + 64), ByteBuffer.allocateDirect(size + 64)}) {
      memory.put(40, source, 0, size).limit(50).position(10);
      ByteBuffer decoded = decoder.decode(memory, 40, size);
      assertThat(decoded.order()).isEqualTo(LITTLE_ENDIAN);
      assertThat(decoded.position()).isZero();
      assertThat(bytes(decoded)).isEqualTo(records.bytes());
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldUseItsMemoryAgain(BlockCompression compression) {
    TestRecords large = TestRecords.of(5, 1, TestRecords.sizes(300, 500));
    TestRecords small = TestRecords.of(6, 1, 2_000);
    ByteBuffer memory = ByteBuffer.allocateDirect(400_000);
    ByteBuffer last = null;
    for (TestRecords records : new TestRecords[] {large, small, large}) {
      ByteBuffer source = encode(compression, records);
      memory.clear().put(0, source, 0, source.capacity());
      ByteBuffer decoded = decoder.decode(memory, 0, source.capacity());
      assertThat(bytes(decoded)).isEqualTo(records.bytes());
      if (last != null) {
        assertThat(decoded).isSameAs(last);
      }
      last = decoded;
    }
  }

  @Test
  void shouldGoOnAfterItWasClosed() {
    TestRecords records = TestRecords.of(5, 1, 3_000);
    ByteBuffer source = encode(BlockCompression.ZSTD, records);
    assertThat(bytes(decoder.decode(source, 0, source.capacity()))).isEqualTo(records.bytes());
    decoder.close();
    decoder.close();
    assertThat(bytes(decoder.decode(source, 0, source.capacity()))).isEqualTo(records.bytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, (1 << 30) + 1, Integer.MAX_VALUE})
  void shouldRefuseImpossibleFullLengthsBeforeItAllocates(int length) {
    block.putInt(BlockDescriptor.COMPRESSION_TYPE_OFFSET, BlockCompression.LZ4.code());
    block.putInt(BlockDescriptor.UNCOMPRESSED_SIZE_OFFSET, length);
    assertThatThrownBy(this::decode)
        .isInstanceOf(CorruptionException.class)
        .hasMessage(
            "block sizes contradict each other: size=656, storedLength=455, uncompressedLength=%d",
            length);
  }

  @ParameterizedTest
  @CsvSource({"ZLIB, 469561", "LZ4, 116026", "ZSTD, 14942209", "LZ4, 1073741824"})
  void shouldRefuseLengthsThatNoDataDecompressesToBeforeItAllocates(
      BlockCompression compression, int length) {
    block.putInt(BlockDescriptor.COMPRESSION_TYPE_OFFSET, compression.code());
    block.putInt(BlockDescriptor.UNCOMPRESSED_SIZE_OFFSET, length);
    assertThatThrownBy(this::decode)
        .isInstanceOf(CompressionException.class)
        .hasMessage(
            "data cannot decompress to its length: compression=%s, storedLength=455,"
                + " uncompressedLength=%d",
            compression, length);
  }

  @ParameterizedTest
  @EnumSource(
      value = BlockCompression.class,
      names = {"ZLIB", "LZ4", "ZSTD"})
  void shouldReadDataThatCompressesAsWellAsCanBe(BlockCompression compression) {
    byte[] same = new byte[8 << 20];
    ByteBuffer source = ByteBuffer.allocateDirect(same.length).put(same).flip();
    ByteBuffer stored = ByteBuffer.allocateDirect(same.length);
    try (BlockCodec codec = BlockCodecs.create(compression)) {
      int length = codec.compress(source, 0, same.length, stored, 0, stored.capacity());
      assertThat(length).isPositive();
      assertThat(compression.mostExpanded(length)).isGreaterThanOrEqualTo(same.length);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, 457, Integer.MAX_VALUE})
  void shouldRefuseImpossibleStoredLengths(int length) {
    block.putInt(BlockDescriptor.COMPRESSED_SIZE_OFFSET, length);
    assertThatThrownBy(this::decode)
        .isInstanceOf(CorruptionException.class)
        .hasMessage(
            "block sizes contradict each other: size=656, storedLength=%d, uncompressedLength=455",
            length);
  }

  @Test
  void shouldRefuseTwoLengthsOfUncompressedData() {
    block.putInt(BlockDescriptor.UNCOMPRESSED_SIZE_OFFSET, 454);
    assertThatThrownBy(this::decode)
        .isInstanceOf(CorruptionException.class)
        .hasMessage("uncompressed block has two lengths: storedLength=455, uncompressedLength=454");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 40, 103, 104, 199, 655})
  void shouldRefuseASizeThatIsNotTheBlocks(int size) {
    assertThatThrownBy(() -> decoder.decode(block, 0, size))
        .isInstanceOf(CorruptionException.class)
        .hasMessageStartingWith("block sizes contradict each other: size=" + size);
  }

  @ParameterizedTest
  @CsvSource({"4, 4", "-1, 4294967295"})
  void shouldRefuseUnknownCompressions(int code, String unsigned) {
    block.putInt(BlockDescriptor.COMPRESSION_TYPE_OFFSET, code);
    assertThatThrownBy(this::decode)
        .isInstanceOf(UnsupportedFeatureException.class)
        .hasMessage("block compression is not supported: expected=0..3, actual=%s", unsigned);
  }

  @Test
  void shouldRefuseEncryptedBlocks() {
    block.putInt(
        block.capacity() - BlockDescriptor.TRAILER_LENGTH + BlockDescriptor.ENCRYPTION_TYPE_OFFSET,
        1);
    assertThatThrownBy(this::decode)
        .isInstanceOf(UnsupportedFeatureException.class)
        .hasMessage("block encryption is not supported: expected=0, actual=1");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void shouldRefuseDataThatIsNotOfItsCompression(int code) {
    block.putInt(BlockDescriptor.COMPRESSION_TYPE_OFFSET, code);
    assertThatThrownBy(this::decode).isInstanceOf(CompressionException.class);
  }

  private ByteBuffer decode() {
    return decoder.decode(block, 0, block.capacity());
  }

  private static byte[] bytes(ByteBuffer decoded) {
    byte[] bytes = new byte[decoded.limit()];
    decoded.get(0, bytes);
    return bytes;
  }

  private static ByteBuffer encode(BlockCompression compression, TestRecords records) {
    try (BlockCodec codec = BlockCodecs.create(compression)) {
      return TestBlocks.encode(
          codec,
          0,
          new BlockChain(TestBlocks.ANCHOR),
          TestBlocks.info(1, 1, records.count()),
          records);
    }
  }
}
