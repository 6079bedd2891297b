package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One broken clause of the validity rule at a time; the checksum is right unless it is the clause.
 */
class BlockValidatorTest {
  private final ByteBuffer block = TestBlocks.small();
  private final int size = block.capacity();
  private final int trailer = size - BlockDescriptor.TRAILER_LENGTH;

  @Test
  void shouldFindAnEncodedBlockValid() {
    assertThat(check()).isEqualTo(BlockVerdict.VALID);
  }

  @Test
  void shouldFindTheEndOfTheLogWhereThereAreNoBytes() {
    assertThat(validator().check(block, size, 0)).isEqualTo(BlockVerdict.END_OF_LOG);
  }

  @Test
  void shouldFindTheEndOfTheLogAtEightZeroBytesWhateverFollows() {
    block.putLong(0, 0);
    assertThat(check()).isEqualTo(BlockVerdict.END_OF_LOG);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 7})
  void shouldFindTheEndOfTheLogAtAFewLastZeroBytes(int available) {
    block.putLong(0, 0);
    assertThat(validator().check(block, 0, available)).isEqualTo(BlockVerdict.END_OF_LOG);
  }

  @Test
  void shouldRefuseAnotherMagic() {
    putFixed(BlockDescriptor.MAGIC_OFFSET, BlockDescriptor.MAGIC + 1);
    assertThat(check()).isEqualTo(BlockVerdict.BAD_MAGIC);
  }

  @Test
  void shouldRefuseAMagicThatIsNotThereYetThoughTheVersionIs() {
    block.putInt(BlockDescriptor.MAGIC_OFFSET, 0);
    assertThat(check()).isEqualTo(BlockVerdict.BAD_MAGIC);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, -1})
  void shouldRefuseAnotherVersion(int version) {
    putFixed(BlockDescriptor.VERSION_OFFSET, version);
    assertThat(check()).isEqualTo(BlockVerdict.BAD_VERSION);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 3})
  void shouldRefuseACountThatIsNotPositiveOrForWhichTheRecordsAreTooShort(int count) {
    putFixed(BlockDescriptor.EVENT_COUNT_OFFSET, count);
    assertThat(check()).isEqualTo(BlockVerdict.BAD_SIZE);
  }

  @ParameterizedTest
  @ValueSource(ints = {-8, 8, -96, 1})
  void shouldRefuseABlockSizeThatIsNotThatOfItsParts(int difference) {
    putFixed(BlockDescriptor.BLOCK_SIZE_OFFSET, size + difference);
    assertThat(check()).isEqualTo(BlockVerdict.BAD_SIZE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, -104, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void shouldRefuseImpossibleBlockSizes(int blockSize) {
    putFixed(BlockDescriptor.BLOCK_SIZE_OFFSET, blockSize);
    assertThat(check()).isEqualTo(BlockVerdict.BAD_SIZE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 30, 450, 456})
  void shouldRefuseStoredLengthsThatDoNotAgree(int stored) {
    putFixed(BlockDescriptor.COMPRESSED_SIZE_OFFSET, stored);
    assertThat(check()).isEqualTo(BlockVerdict.BAD_SIZE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, 407, 454, 456, (1 << 30) + 1, Integer.MAX_VALUE})
  void shouldRefuseFullLengthsThatDoNotAgree(int full) {
    putFixed(BlockDescriptor.UNCOMPRESSED_SIZE_OFFSET, full);
    assertThat(check()).isEqualTo(BlockVerdict.BAD_SIZE);
  }

  @ParameterizedTest
  @CsvSource({"407, BAD_SIZE", "408, VALID", "1073741824, VALID", "1073741825, BAD_SIZE"})
  void shouldBoundTheFullLengthOfCompressedData(int full, BlockVerdict verdict) {
    block.putInt(BlockDescriptor.COMPRESSION_TYPE_OFFSET, BlockCompression.LZ4.code());
    putFixed(BlockDescriptor.UNCOMPRESSED_SIZE_OFFSET, full);
    assertThat(check()).isEqualTo(verdict);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, (1 << 30) + 1, Integer.MAX_VALUE})
  void shouldBoundTheStoredLengthOfCompressedData(int stored) {
    block.putInt(BlockDescriptor.COMPRESSION_TYPE_OFFSET, BlockCompression.LZ4.code());
    putFixed(BlockDescriptor.COMPRESSED_SIZE_OFFSET, stored);
    assertThat(check()).isEqualTo(BlockVerdict.BAD_SIZE);
  }

  @Test
  void shouldFindEveryShorterBlockIncomplete() {
    for (int available = 1; available < size; available++) {
      assertThat(validator().check(block, 0, available))
          .as("available=%d", available)
          .isEqualTo(BlockVerdict.INCOMPLETE);
    }
  }

  @Test
  void shouldRefuseAnotherTrailerMagic() {
    putFixed(trailer + BlockDescriptor.TRAILER_MAGIC_OFFSET, 0);
    assertThat(check()).isEqualTo(BlockVerdict.BAD_TRAILER);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, TestBlocks.GENERATION - 1, TestBlocks.GENERATION + 1, -1})
  void shouldRefuseTheBlockOfAnotherGeneration(long generation) {
    block.putLong(trailer + BlockDescriptor.GENERATION_OFFSET, generation);
    TestBlocks.fixChecksum(block);
    assertThat(check()).isEqualTo(BlockVerdict.WRONG_GENERATION);
  }

  @Test
  void shouldRefuseAnotherChecksum() {
    block.putInt(
        BlockDescriptor.BLOCK_CHECKSUM_OFFSET,
        block.getInt(BlockDescriptor.BLOCK_CHECKSUM_OFFSET) ^ 1);
    assertThat(check()).isEqualTo(BlockVerdict.BAD_CHECKSUM);
  }

  @Test
  void shouldRefusePaddingThatIsNotZeroWithoutTheChecksumForIt() {
    block.put(trailer - 1, (byte) 1);
    assertThat(check()).isEqualTo(BlockVerdict.BAD_CHECKSUM);
  }

  @ParameterizedTest
  @ValueSource(ints = {1 << 18, 1 << 31, 0xFFFC_0000})
  void shouldRefuseUnknownIncompatibleFlags(int flags) {
    putFixed(trailer + BlockDescriptor.FLAGS_OFFSET, flags);
    assertThat(check()).isEqualTo(BlockVerdict.UNSUPPORTED_FLAGS);
  }

  @Test
  void shouldNotTakeDamagedFlagsForUnsupportedOnes() {
    block.putInt(trailer + BlockDescriptor.FLAGS_OFFSET, 1 << 18);
    assertThat(check()).isEqualTo(BlockVerdict.BAD_CHECKSUM);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1 << 15, 0xFFFF})
  void shouldIgnoreUnknownCompatibleFlags(int flags) {
    putFixed(trailer + BlockDescriptor.FLAGS_OFFSET, flags);
    assertThat(check()).isEqualTo(BlockVerdict.VALID);
  }

  @Test
  void shouldFindABlockAnywhereInHeapOrDirectMemoryAndLeaveItAsItWas() {
    for (ByteBuffer memory :
        new ByteBuffer[] {
          ByteBuffer.allocate(size + 48), ByteBuffer.allocateDirect(size + 48).order(LITTLE_ENDIAN)
        }) {
      memory.put(24, TestBlocks.bytes(block)).limit(size + 30).position(5);
      ByteBuffer before = ByteBuffer.allocate(size + 48).put(0, memory, 0, size + 30);
      assertThat(validator().check(memory, 24, size + 24)).isEqualTo(BlockVerdict.VALID);
      assertThat(memory.position()).isEqualTo(5);
      assertThat(memory.limit()).isEqualTo(size + 30);
      assertThat(memory.position(0)).isEqualTo(before.limit(size + 30));
    }
  }

  @Test
  void shouldRefuseABlockWithAGapInTheIds() {
    BlockFlyweight view = TestBlocks.flyweight(block);
    assertThat(BlockValidator.checkContinuity(view, 1, 0)).isEqualTo(BlockVerdict.VALID);
    assertThat(BlockValidator.checkContinuity(view, 0, 0)).isEqualTo(BlockVerdict.WRONG_BLOCK_ID);
    assertThat(BlockValidator.checkContinuity(view, 2, 0)).isEqualTo(BlockVerdict.WRONG_BLOCK_ID);
  }

  @Test
  void shouldRefuseABlockWithAGapInTheSequencesThatItDoesNotDeclare() {
    BlockFlyweight view = TestBlocks.flyweight(block);
    assertThat(BlockValidator.checkContinuity(view, 1, 1)).isEqualTo(BlockVerdict.WRONG_SEQUENCE);
    assertThat(BlockValidator.checkContinuity(view, 1, -1)).isEqualTo(BlockVerdict.WRONG_SEQUENCE);
    block.putInt(trailer + BlockDescriptor.DROPPED_BEFORE_OFFSET, 5);
    block.putLong(trailer + BlockDescriptor.FIRST_SEQUENCE_OFFSET, 6);
    assertThat(BlockValidator.checkContinuity(view, 1, 0)).isEqualTo(BlockVerdict.VALID);
    block.putInt(trailer + BlockDescriptor.DROPPED_BEFORE_OFFSET, -1);
    block.putLong(trailer + BlockDescriptor.FIRST_SEQUENCE_OFFSET, 1L << 32);
    assertThat(BlockValidator.checkContinuity(view, 1, 0)).isEqualTo(BlockVerdict.VALID);
  }

  private BlockVerdict check() {
    return validator().check(block, 0, size);
  }

  private static BlockValidator validator() {
    return new BlockValidator(TestBlocks.GENERATION);
  }

  private void putFixed(int offset, int value) {
    block.putInt(offset, value);
    TestBlocks.fixChecksum(block);
  }
}
