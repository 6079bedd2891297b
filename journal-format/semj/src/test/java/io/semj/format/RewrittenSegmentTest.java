package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.error.ChecksumMismatchException;
import io.semj.error.CorruptionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Re-anchors and sparse blocks, from the golden file that holds both, and damaged. */
class RewrittenSegmentTest {
  private static final String FILE = "00000000000000000041.semj";

  private final byte[] golden = golden();
  private final UnsafeBuffer file = new UnsafeBuffer(golden.clone());

  @Test
  void shouldStillWriteTheGoldenFileByteForByte() {
    assertThat(GoldenRewrittenSegment.encode()).isEqualTo(golden);
  }

  @Test
  void shouldReadTheReanchorOfTheGoldenFile() {
    SegmentHeader header = SegmentHeaderCodec.decode(file, 0, golden.length, FILE);
    assertThat(header.identity()).isEqualTo(GoldenSegment.identity());
    assertThat(header.isSealed()).isTrue();
    assertThat(header.journal().nextEventId()).isEqualTo(57);
    assertThat(SegmentHeaderCodec.decodeSeal(file, 0, golden.length, FILE).orElseThrow())
        .returns(56L, SegmentSeal::lastSequence)
        .returns(6L, SegmentSeal::eventCount)
        .returns((long) golden.length, SegmentSeal::endPosition);
    assertThat(decode()).contains(GoldenRewrittenSegment.reanchor());
    assertThat(decode().orElseThrow().kind()).contains(SegmentReanchor.Kind.COMPACTION);
  }

  @Test
  void shouldReadTheRecordsOfASparseAndADenseBlock() {
    ByteBuffer bytes = ByteBuffer.allocateDirect(golden.length).order(LITTLE_ENDIAN).put(0, golden);
    BlockValidator validator = new BlockValidator(GoldenSegment.GENERATION);
    BlockFlyweight block = new BlockFlyweight();
    int position = SegmentDescriptor.LENGTH;
    long last = GoldenSegment.FIRST_SEQUENCE - 1;
    try (BlockDecoder decoder = new BlockDecoder()) {
      for (int i = 0; i < 2; i++) {
        assertThat(validator.check(bytes, position, golden.length - position))
            .isEqualTo(BlockVerdict.VALID);
        block.wrap(file, position);
        assertThat(block.isSparse()).isEqualTo(i == 0);
        assertThat(BlockValidator.checkContinuity(block, GoldenSegment.FIRST_BLOCK_ID + i, last))
            .isEqualTo(BlockVerdict.VALID);
        assertThat(records(decoder.decode(bytes, position, block.blockSize()), block))
            .containsExactlyElementsOf(GoldenRewrittenSegment.records(i));
        last = block.lastSequence();
        position += block.blockSize();
      }
    }
    assertThat(last).isEqualTo(56);
    assertThat(position).isEqualTo(golden.length);
  }

  private static List<byte[]> records(ByteBuffer decoded, BlockFlyweight block) {
    RecordScanner scanner = new RecordScanner().wrap(decoded, block.eventCount(), true);
    BlockSequences sequences = new BlockSequences().wrap(block);
    RecordFlyweight record = new RecordFlyweight();
    List<byte[]> records = new ArrayList<>();
    while (scanner.next()) {
      record.wrap(scanner.buffer(), scanner.offset());
      assertThat(sequences.accepts(scanner.index(), record.userspaceSequence())).isTrue();
      byte[] bytes = new byte[scanner.length()];
      scanner.buffer().getBytes(scanner.offset(), bytes);
      records.add(bytes);
    }
    return records;
  }

  @Test
  void shouldFindNoReanchorInASegmentAsItWasFirstWritten() {
    try (BlockCodec none = BlockCodecs.create(BlockCompression.NONE)) {
      file.wrap(GoldenSegment.encode(none));
    }
    assertThat(decode()).isEmpty();
    file.putByte(SegmentDescriptor.REANCHOR_OFFSET, (byte) 1);
    assertThat(decode()).as("reserved there, and ignored").isEmpty();
  }

  @Test
  void shouldNoticeEveryChangedByteOfTheReanchor() {
    for (int at = SegmentDescriptor.REANCHOR_OFFSET; at < SegmentDescriptor.LENGTH; at++) {
      file.putByte(at, (byte) (golden[at] ^ 1));
      assertThatThrownBy(this::decode)
          .as("offset=%d", at)
          .isInstanceOf(ChecksumMismatchException.class)
          .hasMessageStartingWith("segment re-anchor is damaged: file=" + FILE);
      file.putByte(at, golden[at]);
    }
  }

  @Test
  void shouldNotTakeAnotherMagicForAReanchorThoughTheChecksumIsRight() {
    file.putInt(SegmentDescriptor.REANCHOR_MAGIC_OFFSET, 1, LITTLE_ENDIAN);
    file.putInt(
        SegmentDescriptor.REANCHOR_CHECKSUM_OFFSET,
        SegmentBytes.reanchorChecksum(file, 0),
        LITTLE_ENDIAN);
    assertThatThrownBy(this::decode).isInstanceOf(ChecksumMismatchException.class);
  }

  @Test
  void shouldRefuseAReanchorInASegmentThatIsNotSealed() {
    file.putInt(SegmentDescriptor.FLAGS_OFFSET, SegmentDescriptor.FLAG_REANCHORED, LITTLE_ENDIAN);
    assertThatThrownBy(this::decode)
        .isInstanceOf(CorruptionException.class)
        .hasMessage(
            "segment is rewritten and not sealed: flags=0x10000, file=%s, position=44", FILE);
  }

  @Test
  void shouldRefuseATooShortFile() {
    assertThatThrownBy(() -> SegmentReanchorCodec.decode(file, 0, 511, FILE))
        .isInstanceOf(CorruptionException.class)
        .hasMessageStartingWith("segment is too short: expected=512, actual=511");
  }

  @Test
  void shouldPassOnAKindOfANewerVersion() {
    SegmentReanchor known = GoldenRewrittenSegment.reanchor();
    SegmentReanchor newer =
        new SegmentReanchor(9, 60, 13, known.chainDigest(), 14, known.timeNanos());
    SegmentSeal seal = SegmentHeaderCodec.decodeSeal(file, 0, golden.length, FILE).orElseThrow();
    SegmentHeader header = SegmentHeaderCodec.decode(file, 0, golden.length, FILE);
    SegmentReanchorCodec.encode(header, seal, newer, file, 0);
    assertThat(decode()).contains(newer);
    assertThat(newer.kind()).isEmpty();
  }

  @Test
  void shouldRefuseASparseBlockWhoseLastSequenceLeavesNoRoom() {
    ByteBuffer bytes = ByteBuffer.wrap(golden).order(LITTLE_ENDIAN);
    BlockFlyweight block = new BlockFlyweight().wrap(file, SegmentDescriptor.LENGTH);
    int trailer =
        SegmentDescriptor.LENGTH
            + bytes.getInt(SegmentDescriptor.LENGTH + BlockDescriptor.BLOCK_SIZE_OFFSET)
            - BlockDescriptor.TRAILER_LENGTH;
    file.putLong(trailer + BlockDescriptor.LAST_SEQUENCE_OFFSET, 45, LITTLE_ENDIAN);
    assertThat(BlockValidator.checkContinuity(block, GoldenSegment.FIRST_BLOCK_ID, 40))
        .isEqualTo(BlockVerdict.VALID);
    file.putLong(trailer + BlockDescriptor.LAST_SEQUENCE_OFFSET, 44, LITTLE_ENDIAN);
    assertThat(BlockValidator.checkContinuity(block, GoldenSegment.FIRST_BLOCK_ID, 40))
        .isEqualTo(BlockVerdict.WRONG_SEQUENCE);
  }

  @Test
  void shouldAcceptAscendingSequencesOfASparseBlockOnly() {
    BlockFlyweight block = new BlockFlyweight().wrap(file, SegmentDescriptor.LENGTH);
    assertThat(accepts(block, 42, 43, 48, 49)).isTrue();
    assertThat(accepts(block, 41, 43, 48, 49)).as("first").isFalse();
    assertThat(accepts(block, 42, 43, 48, 50)).as("last").isFalse();
    assertThat(accepts(block, 42, 44, 44, 49)).as("twice").isFalse();
    assertThat(accepts(block, 42, 45, 44, 49)).as("descending").isFalse();
    assertThat(accepts(block, 42, 49, 50, 49)).as("beyond").isFalse();
    assertThat(new BlockSequences().wrap(block).expected(1)).isEqualTo("42..49 ascending");
  }

  private static boolean accepts(BlockFlyweight block, long... sequences) {
    BlockSequences rule = new BlockSequences().wrap(block);
    boolean all = true;
    for (int i = 0; i < sequences.length; i++) {
      all &= rule.accepts(i, sequences[i]);
    }
    return all;
  }

  private Optional<SegmentReanchor> decode() {
    return SegmentReanchorCodec.decode(file, 0, file.capacity(), FILE);
  }

  private static byte[] golden() {
    String name = "/golden/1.0/rewritten.semj";
    try (InputStream in = RewrittenSegmentTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
