package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that were written when format 1.0 was made. They are read for ever. */
class GoldenFilesTest {
  @ParameterizedTest
  @EnumSource
  void shouldReadTheHeaderAndTheSealOfVersion10(BlockCompression compression) throws IOException {
    byte[] bytes = golden(compression);
    UnsafeBuffer file = new UnsafeBuffer(bytes);
    SegmentHeader header = SegmentHeaderCodec.decode(file, 0, bytes.length, "golden");
    assertThat(header.identity()).isEqualTo(GoldenSegment.identity());
    assertThat(header.isSealed()).isTrue();
    assertThat(header.journal().versionMinor()).isZero();
    assertThat(header.journal().totalEvents()).isEqualTo(5);
    assertThat(header.journal().nextEventId()).isEqualTo(50);
    assertThat(header.journal().journalSize()).isEqualTo(bytes.length);
    assertThat(header.journal().compressionAlgorithm()).isEqualTo(compression.code());
    SegmentSeal seal = SegmentHeaderCodec.decodeSeal(file, 0, bytes.length, "golden").orElseThrow();
    assertThat(seal.endPosition()).isEqualTo(bytes.length);
    assertThat(seal.blockCount()).isEqualTo(2);
    assertThat(seal.eventCount()).isEqualTo(5);
    assertThat(seal.lastSequence()).isEqualTo(49);
    assertThat(seal.sealTimeNanos()).isEqualTo(GoldenSegment.SEALED_NANOS);
  }

  @ParameterizedTest
  @EnumSource
  void shouldReadEveryRecordOfVersion10(BlockCompression compression) throws IOException {
    byte[] bytes = golden(compression);
    ByteBuffer file = ByteBuffer.allocateDirect(bytes.length).order(LITTLE_ENDIAN).put(0, bytes);
    BlockFlyweight block = new BlockFlyweight();
    BlockValidator validator = new BlockValidator(GoldenSegment.GENERATION);
    BlockChainVerifier chain = new BlockChainVerifier(TestBlocks.ANCHOR);
    long lastSequence = GoldenSegment.FIRST_SEQUENCE - 1;
    int position = SegmentDescriptor.LENGTH;
    try (BlockDecoder decoder = new BlockDecoder()) {
      for (int i = 0; i < GoldenSegment.EVENTS_PER_BLOCK.length; i++) {
        assertThat(validator.check(file, position, bytes.length - position))
            .isEqualTo(BlockVerdict.VALID);
        block.wrap(new UnsafeBuffer(bytes), position);
        assertThat(block.compressionType()).isEqualTo(compression.code());
        assertThat(
                BlockValidator.checkContinuity(
                    block, GoldenSegment.FIRST_BLOCK_ID + i, lastSequence))
            .isEqualTo(BlockVerdict.VALID);
        assertThat(chain.check(file, position, block.blockSize())).isEqualTo(BlockVerdict.VALID);
        ByteBuffer decoded = decoder.decode(file, position, block.blockSize());
        assertThat(records(decoded, block.eventCount()))
            .containsExactlyElementsOf(GoldenSegment.records(i));
        lastSequence = block.lastSequence();
        position += block.blockSize();
      }
    }
    assertThat(validator.check(file, position, bytes.length - position))
        .isEqualTo(BlockVerdict.END_OF_LOG);
  }

  @Test
  void shouldStillWriteVersion10ByteForByte() throws IOException {
    try (BlockCodec none = BlockCodecs.create(BlockCompression.NONE)) {
      assertThat(GoldenSegment.encode(none)).isEqualTo(golden(BlockCompression.NONE));
    }
  }

  private static List<byte[]> records(ByteBuffer decoded, int count) {
    RecordScanner scanner = new RecordScanner().wrap(decoded, count, true);
    List<byte[]> records = new ArrayList<>();
    while (scanner.next()) {
      byte[] record = new byte[scanner.length()];
      scanner.buffer().getBytes(scanner.offset(), record);
      records.add(record);
    }
    return records;
  }

  private static byte[] golden(BlockCompression compression) throws IOException {
    String name = "/golden/1.0/" + compression.name().toLowerCase(Locale.ROOT) + ".semj";
    try (InputStream in = GoldenFilesTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }
}
