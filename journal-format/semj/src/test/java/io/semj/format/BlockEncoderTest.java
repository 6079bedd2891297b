package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.checksum.BlockChain;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BlockEncoderTest {
  private final BlockCodec lz4 = BlockCodecs.create(BlockCompression.LZ4);

  @AfterEach
  void close() {
    lz4.close();
  }

  @Test
  void shouldWriteEveryFieldOfHeaderAndTrailer() {
    BlockInfo info =
        new BlockInfo()
            .blockId(0x0102030405060708L)
            .generation(0x1112131415161718L)
            .firstSequence(0x2122232425262728L)
            .eventCount(2)
            .durableSequence(0x3132333435363738L)
            .droppedBefore(0xFEDCBA98L);
    TestRecords records = TestRecords.of(1, 41, 700, 300);
    ByteBuffer block = encode(1_024, info, records);
    BlockFlyweight view = TestBlocks.flyweight(block);
    assertThat(view.magic()).isEqualTo(0x53544F52);
    assertThat(view.version()).isEqualTo(1);
    assertThat(view.blockId()).isEqualTo(0x0102030405060708L);
    assertThat(view.blockSize()).isEqualTo(block.capacity());
    assertThat(view.eventCount()).isEqualTo(2);
    assertThat(view.compressionType()).isEqualTo(2);
    assertThat(view.storedLength()).isBetween(1, records.length() - 1);
    assertThat(view.uncompressedLength()).isEqualTo(records.length());
    assertThat(view.trailerMagic()).isEqualTo(0x544D4553);
    assertThat(view.flags()).isZero();
    assertThat(view.generation()).isEqualTo(0x1112131415161718L);
    assertThat(view.firstSequence()).isEqualTo(0x2122232425262728L);
    assertThat(view.lastSequence()).isEqualTo(0x2122232425262729L);
    assertThat(view.durableSequence()).isEqualTo(0x3132333435363738L);
    assertThat(view.droppedBefore()).isEqualTo(0xFEDCBA98L);
    assertThat(view.encryptionType()).isZero();
    assertThat(view.encryptionKeyId()).isZero();
    int trailer = block.capacity() - BlockDescriptor.TRAILER_LENGTH;
    assertThat(block.getLong(trailer + BlockDescriptor.TRAILER_RESERVED_OFFSET)).isZero();
    assertThat(block.getLong(trailer + BlockDescriptor.LAST_SEQUENCE_OFFSET)).isZero();
  }

  @Test
  void shouldCopyTimeSequenceAndIdOfTheFirstAndLastRecord() {
    ByteBuffer block = encode(0, TestBlocks.info(1, 41, 3), TestRecords.of(1, 41, 5, 6, 7));
    BlockFlyweight view = TestBlocks.flyweight(block);
    assertThat(view.firstTimestampNanos()).isEqualTo(1_700_000_000_000_041_000L);
    assertThat(view.lastTimestampNanos()).isEqualTo(1_700_000_000_000_043_000L);
    assertThat(view.firstHeaderSequence()).isEqualTo(5_041);
    assertThat(view.lastHeaderSequence()).isEqualTo(5_043);
    assertThat(view.firstEventId()).isEqualTo(1_041);
    assertThat(view.lastEventId()).isEqualTo(1_043);
    for (int time :
        new int[] {
          BlockDescriptor.FIRST_EVENT_TIME_OFFSET, BlockDescriptor.LAST_EVENT_TIME_OFFSET
        }) {
      assertThat(block.getInt(time + BlockDescriptor.TIME_CPU_ID_OFFSET)).isEqualTo(3);
      assertThat(block.getInt(time + BlockDescriptor.TIME_PROCESS_ID_OFFSET)).isEqualTo(4242);
    }
  }

  @ParameterizedTest
  @CsvSource({"1024, 2", "1025, 0"})
  void shouldCompressFromTheThresholdOn(int threshold, int expectedType) {
    TestRecords records = TestRecords.of(1, 1, 820);
    assertThat(records.length()).isEqualTo(1_024);
    ByteBuffer block = encode(threshold, TestBlocks.info(1, 1, 1), records);
    assertThat(TestBlocks.flyweight(block).compressionType()).isEqualTo(expectedType);
  }

  @Test
  void shouldStoreWhatDoesNotGetSmallerAsItIs() {
    Random random = new Random(1);
    ByteBuffer records = ByteBuffer.allocateDirect(20_000).order(LITTLE_ENDIAN);
    for (int i = 0; i < records.capacity(); i++) {
      records.put(i, (byte) random.nextInt());
    }
    BlockEncoder encoder = new BlockEncoder(lz4, 0, new BlockChain(TestBlocks.ANCHOR));
    ByteBuffer block = ByteBuffer.allocateDirect(encoder.maxBlockSize(20_000));
    encoder.encode(TestBlocks.info(1, 1, 1), records, 20_000, 0, block);
    BlockFlyweight view = TestBlocks.flyweight(block);
    assertThat(view.compressionType()).isZero();
    assertThat(view.storedLength()).isEqualTo(20_000);
    assertThat(block.slice(BlockDescriptor.HEADER_LENGTH, 20_000)).isEqualTo(records);
  }

  @Test
  void shouldMakeTheSameBytesInADirtyBuffer() {
    TestRecords records = TestRecords.of(1, 1, 821);
    BlockEncoder encoder = new BlockEncoder(lz4, 4_096, new BlockChain(TestBlocks.ANCHOR));
    ByteBuffer clean = ByteBuffer.allocateDirect(2_000).order(LITTLE_ENDIAN);
    ByteBuffer dirty = ByteBuffer.allocateDirect(2_000).order(LITTLE_ENDIAN);
    for (int i = 0; i < dirty.capacity(); i++) {
      dirty.put(i, (byte) -1);
    }
    BlockInfo info = TestBlocks.info(1, 1, 1);
    int size = encoder.encode(info, records.buffer(), records.length(), 0, clean);
    encoder = new BlockEncoder(lz4, 4_096, new BlockChain(TestBlocks.ANCHOR));
    encoder.encode(info, records.buffer(), records.length(), 0, dirty);
    assertThat(clean.position()).isZero();
    assertThat(clean.limit()).isEqualTo(size);
    assertThat(dirty).isEqualTo(clean);
    // Nothing is written beyond the block.
    assertThat(dirty.clear().get(size)).isEqualTo((byte) -1);
  }

  @ParameterizedTest
  @EnumSource
  void shouldLeavePositionAndLimitOfTheRecordsAsTheyWere(BlockCompression compression) {
    TestRecords records = TestRecords.of(1, 1, 900, 900);
    records.buffer().limit(2_000).position(7);
    try (BlockCodec codec = BlockCodecs.create(compression)) {
      TestBlocks.encode(
          codec, 0, new BlockChain(TestBlocks.ANCHOR), TestBlocks.info(1, 1, 2), records);
    }
    assertThat(records.buffer().position()).isEqualTo(7);
    assertThat(records.buffer().limit()).isEqualTo(2_000);
  }

  @Test
  void shouldSayHowMuchRoomItNeeds() {
    BlockChain chain = new BlockChain(TestBlocks.ANCHOR);
    try (BlockCodec none = BlockCodecs.create(BlockCompression.NONE)) {
      assertThat(new BlockEncoder(none, 0, chain).maxBlockSize(1_001)).isEqualTo(104 + 1_008 + 96);
    }
    assertThat(new BlockEncoder(lz4, 0, chain).maxBlockSize(1_001))
        .isEqualTo(BlockDescriptor.blockSize(lz4.maxCompressedLength(1_001)));
  }

  @ParameterizedTest
  @CsvSource({"0, 200", "1, 208", "8, 208", "9, 216", "1073741824, 1073742024"})
  void shouldPadBlocksToEightBytes(int stored, int blockSize) {
    assertThat(BlockDescriptor.blockSize(stored)).isEqualTo(blockSize);
  }

  @Test
  void shouldRefuseMoreDroppedSequencesThanTheFieldHolds() {
    assertThatThrownBy(() -> new BlockInfo().droppedBefore(1L << 32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dropped sequences do not fit 32 bits: droppedBefore=4294967296");
    assertThatThrownBy(() -> new BlockInfo().droppedBefore(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private ByteBuffer encode(int threshold, BlockInfo info, TestRecords records) {
    return TestBlocks.encode(lz4, threshold, new BlockChain(TestBlocks.ANCHOR), info, records);
  }
}
