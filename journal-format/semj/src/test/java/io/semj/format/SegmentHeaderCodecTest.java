package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.error.ChecksumMismatchException;
import io.semj.error.CorruptionException;
import io.semj.error.ForeignFileException;
import io.semj.error.KernelJournalException;
import io.semj.error.LegacyFormatException;
import io.semj.error.UnsupportedFeatureException;
import io.semj.error.VersionMismatchException;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentHeaderCodecTest {
  private static final int OFFSET = 24;
  private static final String FILE = "00000000000000000041.semj";

  private final SegmentHeader header = TestSegments.header();
  private final UnsafeBuffer buffer =
      new UnsafeBuffer(new byte[OFFSET + SegmentDescriptor.LENGTH + OFFSET]);

  SegmentHeaderCodecTest() {
    SegmentHeaderCodec.encode(header, buffer, OFFSET);
  }

  @Test
  void shouldGiveBackEveryField() {
    assertThat(decode()).isEqualTo(header);
  }

  @Test
  void shouldWriteFiveHundredAndTwelveBytesAndNotOneMore() {
    UnsafeBuffer dirty = new UnsafeBuffer(new byte[OFFSET + SegmentDescriptor.LENGTH + OFFSET]);
    dirty.setMemory(0, dirty.capacity(), (byte) -1);
    SegmentHeaderCodec.encode(header, dirty, OFFSET);
    for (int i = 0; i < OFFSET; i++) {
      assertThat(dirty.getByte(i)).isEqualTo((byte) -1);
      assertThat(dirty.getByte(OFFSET + SegmentDescriptor.LENGTH + i)).isEqualTo((byte) -1);
      dirty.putByte(i, (byte) 0);
      dirty.putByte(OFFSET + SegmentDescriptor.LENGTH + i, (byte) 0);
    }
    assertThat(dirty.byteArray()).isEqualTo(buffer.byteArray());
  }

  @Test
  void shouldBeginLiveSegmentsEmpty() {
    SegmentHeader live = SegmentHeader.live(header.identity(), BlockCompression.ZSTD);
    assertThat(live.isSealed()).isFalse();
    assertThat(live.journal().totalEvents()).isZero();
    assertThat(live.journal().nextEventId()).isEqualTo(header.identity().firstSequence());
    assertThat(live.journal().journalSize()).isEqualTo(512);
    assertThat(live.journal().indexOffset()).isZero();
    assertThat(live.journal().compressionAlgorithm()).isEqualTo(3);
    assertThat(live.journal().creationTimestamp()).isEqualTo(1_700_000_000L);
    assertThat(live.journal().modificationTimestamp()).isEqualTo(1_700_000_000L);
  }

  @Test
  void shouldNumberSegmentsAndKeepTheirJournal() {
    SegmentIdentity first = SegmentIdentity.first(TestBlocks.JOURNAL_ID, 5);
    assertThat(first.generation()).isEqualTo(1);
    assertThat(first.firstSequence()).isEqualTo(1);
    assertThat(first.firstBlockId()).isEqualTo(1);
    assertThat(first.chainAnchor()).isEqualTo(ChainDigest.of(TestBlocks.ANCHOR));
    ChainDigest digest = ChainDigest.of(new byte[ChainDigest.LENGTH]);
    SegmentIdentity next = first.next(100, 9, digest, 6);
    assertThat(next)
        .isEqualTo(new SegmentIdentity(TestBlocks.JOURNAL_ID, 2, 100, 9, digest, 512, 8, 6));
  }

  @Test
  void shouldRefuseEveryTooShortFile() {
    for (int available = 0; available < SegmentDescriptor.LENGTH; available++) {
      if (available == SegmentDescriptor.KERNEL_HEADER_LENGTH) {
        continue;
      }
      int length = available;
      assertThatThrownBy(() -> SegmentHeaderCodec.decode(buffer, OFFSET, length, FILE))
          .isInstanceOf(CorruptionException.class)
          .hasMessage(
              "segment is too short: expected=512, actual=%d, file=%s, position=%d",
              length, FILE, length);
    }
  }

  @ParameterizedTest
  @CsvSource({"LJSU, 4", "LJSU, 100", "LJSU, 512", "USJL, 4", "USJL, 512"})
  void shouldRefuseTheOlderFormatInEitherByteOrder(String magic, int available) {
    buffer.putBytes(OFFSET, magic.getBytes(US_ASCII));
    assertThatThrownBy(() -> SegmentHeaderCodec.decode(buffer, OFFSET, available, FILE))
        .isInstanceOf(LegacyFormatException.class)
        .hasMessage("file is in the older USJL format, which is not read: file=%s", FILE);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 100, 512})
  void shouldRefuseForeignFiles(int available) {
    buffer.putBytes(OFFSET, new byte[] {0x7F, 'E', 'L', 'F'});
    assertThatThrownBy(() -> SegmentHeaderCodec.decode(buffer, OFFSET, available, FILE))
        .isInstanceOf(ForeignFileException.class)
        .hasMessage(
            "file is not a SEMJ journal file: file=%s, expected=0x53454d4a, actual=0x464c457f",
            FILE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, Integer.MAX_VALUE})
  void shouldRefuseAnotherMajorVersionBeforeAnythingThatMayMeanSomethingElseInIt(int version) {
    put(SegmentDescriptor.VERSION_MAJOR_OFFSET, version);
    put(SegmentDescriptor.USERSPACE_MARKER_OFFSET, 0);
    assertThatThrownBy(this::decode)
        .isInstanceOf(VersionMismatchException.class)
        .hasMessage(
            "segment version is not supported: file=%s, expected=1, actual=%d", FILE, version);
  }

  @Test
  void shouldReadANewerMinorVersionAndKeepIt() {
    put(SegmentDescriptor.VERSION_MINOR_OFFSET, 7);
    fixHeader();
    assertThat(decode().journal().versionMinor()).isEqualTo(7);
    UnsafeBuffer copy = new UnsafeBuffer(new byte[SegmentDescriptor.LENGTH]);
    SegmentHeaderCodec.encode(decode(), copy, 0);
    assertThat(copy.getInt(SegmentDescriptor.VERSION_MINOR_OFFSET, LITTLE_ENDIAN)).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(ints = {52, 56, 512})
  void shouldTellTheKernelsJournalFromASegment(int available) {
    put(SegmentDescriptor.USERSPACE_MARKER_OFFSET, 1001);
    assertThatThrownBy(() -> SegmentHeaderCodec.decode(buffer, OFFSET, available, FILE))
        .isInstanceOf(KernelJournalException.class)
        .hasMessage("file is a kernel journal, not a userspace segment: file=%s", FILE);
  }

  @Test
  void shouldRefuseAHeaderWithAnotherChecksum() {
    int checksum = get(SegmentDescriptor.HEADER_CHECKSUM_OFFSET);
    put(SegmentDescriptor.HEADER_CHECKSUM_OFFSET, 0x11223344);
    // Flags come later: in a damaged header they mean nothing.
    assertThatThrownBy(this::decode)
        .isInstanceOf(ChecksumMismatchException.class)
        .hasMessage(
            "segment header checksum does not match: file=%s, expected=0x11223344, actual=0x%08x",
            FILE, checksum);
    put(SegmentDescriptor.FLAGS_OFFSET, 1 << 20);
    assertThatThrownBy(this::decode).isInstanceOf(ChecksumMismatchException.class);
  }

  @Test
  void shouldRefuseUnknownIncompatibleFlags() {
    put(SegmentDescriptor.FLAGS_OFFSET, 0x8003_0003);
    fixHeader();
    assertThatThrownBy(this::decode)
        .isInstanceOf(UnsupportedFeatureException.class)
        .hasMessage(
            "segment needs features that are not supported: file=%s, unknownFlags=0x80020000",
            FILE);
  }

  @Test
  void shouldKeepUnknownCompatibleFlagsThroughReadingWritingAndSealing() {
    put(SegmentDescriptor.FLAGS_OFFSET, 0xABCE);
    fixHeader();
    SegmentHeader read = decode();
    assertThat(read.journal().flags()).isEqualTo(0xABCE);
    UnsafeBuffer copy = new UnsafeBuffer(new byte[SegmentDescriptor.LENGTH]);
    SegmentHeaderCodec.encode(read, copy, 0);
    assertThat(SegmentHeaderCodec.decode(copy, 0, 512, FILE)).isEqualTo(read);
    SegmentHeaderCodec.encodeSeal(read, TestSegments.seal(), copy, 0);
    assertThat(SegmentHeaderCodec.decode(copy, 0, 512, FILE).journal().flags()).isEqualTo(0xABCF);
  }

  @Test
  void shouldRefuseASegmentWithoutADescriptor() {
    put(SegmentDescriptor.DESCRIPTOR_MAGIC_OFFSET, 0);
    assertThatThrownBy(this::decode)
        .isInstanceOf(CorruptionException.class)
        .hasMessage(
            "segment descriptor is missing: expected=0x44474553, actual=0x00000000, file=%s,"
                + " position=128",
            FILE);
  }

  @Test
  void shouldRefuseAnotherDescriptorVersion() {
    put(SegmentDescriptor.DESCRIPTOR_VERSION_OFFSET, 2);
    assertThatThrownBy(this::decode)
        .isInstanceOf(VersionMismatchException.class)
        .hasMessage(
            "segment descriptor version is not supported: file=%s, expected=1, actual=2", FILE);
  }

  @Test
  void shouldRefuseADescriptorWithAnotherChecksum() {
    int checksum = get(SegmentDescriptor.DESCRIPTOR_CHECKSUM_OFFSET);
    put(SegmentDescriptor.DESCRIPTOR_CHECKSUM_OFFSET, 0);
    assertThatThrownBy(this::decode)
        .isInstanceOf(ChecksumMismatchException.class)
        .hasMessage(
            "segment descriptor checksum does not match: file=%s, expected=0x00000000,"
                + " actual=0x%08x",
            FILE, checksum);
  }

  @Test
  void shouldRefuseALayoutThatIsImpossible() {
    put(SegmentDescriptor.DATA_OFFSET_OFFSET, 516);
    fixDescriptor();
    assertThatThrownBy(this::decode)
        .isInstanceOf(CorruptionException.class)
        .hasMessage(
            "segment layout is impossible: dataOffset=516, alignment=8, file=%s, position=208",
            FILE);
    put(SegmentDescriptor.DATA_OFFSET_OFFSET, 512);
    put(SegmentDescriptor.ALIGNMENT_OFFSET, 0);
    fixDescriptor();
    assertThatThrownBy(this::decode).isInstanceOf(CorruptionException.class);
  }

  @Test
  void shouldNoticeEveryChangedByteOfHeaderAndDescriptor() {
    for (int at = 0; at < SegmentDescriptor.SEAL_OFFSET; at++) {
      byte original = buffer.getByte(OFFSET + at);
      buffer.putByte(OFFSET + at, (byte) (original ^ 0x40));
      assertThatThrownBy(this::decode).as("offset=%d", at).isNotNull();
      buffer.putByte(OFFSET + at, original);
    }
    assertThat(decode()).isEqualTo(header);
  }

  private SegmentHeader decode() {
    return SegmentHeaderCodec.decode(buffer, OFFSET, SegmentDescriptor.LENGTH, FILE);
  }

  private void fixHeader() {
    put(SegmentDescriptor.HEADER_CHECKSUM_OFFSET, SegmentBytes.headerChecksum(buffer, OFFSET));
  }

  private void fixDescriptor() {
    put(
        SegmentDescriptor.DESCRIPTOR_CHECKSUM_OFFSET,
        SegmentBytes.descriptorChecksum(buffer, OFFSET));
  }

  private int get(int offset) {
    return buffer.getInt(OFFSET + offset, LITTLE_ENDIAN);
  }

  private void put(int offset, int value) {
    buffer.putInt(OFFSET + offset, value, LITTLE_ENDIAN);
  }
}
