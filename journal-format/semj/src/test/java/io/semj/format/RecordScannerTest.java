package io.semj.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.error.ChecksumMismatchException;
import io.semj.error.CorruptionException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordScannerTest {
  private static final int FIRST_LENGTH = RecordDescriptor.HEAD_LENGTH + 10;

  private final TestRecords records = TestRecords.of(3, 1, 10, 20, 0);
  private final ByteBuffer bytes = records.buffer().flip();
  private final RecordScanner scanner = new RecordScanner();

  @Test
  void shouldWalkOverAllRecords() {
    scanner.wrap(bytes, 3, true);
    assertThat(scanner.next()).isTrue();
    assertThat(new int[] {scanner.index(), scanner.offset(), scanner.length()})
        .containsExactly(0, 0, 214);
    assertThat(scanner.next()).isTrue();
    assertThat(new int[] {scanner.index(), scanner.offset(), scanner.length()})
        .containsExactly(1, 214, 224);
    assertThat(scanner.next()).isTrue();
    assertThat(new int[] {scanner.index(), scanner.offset(), scanner.length()})
        .containsExactly(2, 438, 204);
    assertThat(new RecordFlyweight().wrap(scanner.buffer(), scanner.offset()).length())
        .isEqualTo(204);
    assertThat(scanner.next()).isFalse();
    assertThat(scanner.next()).isFalse();
    assertThat(bytes.position()).isZero();
    assertThat(bytes.limit()).isEqualTo(642);
  }

  @Test
  void shouldFindNothingInNothing() {
    assertThat(scanner.wrap(ByteBuffer.allocateDirect(0), 0, true).next()).isFalse();
  }

  @Test
  void shouldRefuseMoreRecordsThanTheBlockSays() {
    scanner.wrap(bytes, 2, true);
    assertThat(scanner.next()).isTrue();
    assertThat(scanner.next()).isTrue();
    assertThatThrownBy(scanner::next)
        .isInstanceOf(CorruptionException.class)
        .hasMessage(
            "records do not tile their block: expected=2 records in 642 bytes,"
                + " actual=2 records in 438 bytes");
  }

  @Test
  void shouldRefuseFewerRecordsThanTheBlockSays() {
    scanner.wrap(bytes, 4, true);
    for (int i = 0; i < 3; i++) {
      assertThat(scanner.next()).isTrue();
    }
    assertThatThrownBy(scanner::next)
        .isInstanceOf(CorruptionException.class)
        .hasMessage(
            "records do not tile their block: expected=4 records in 642 bytes,"
                + " actual=3 records in 642 bytes");
  }

  @Test
  void shouldRefuseALastRecordThatIsCutShort() {
    bytes.limit(641);
    scanner.wrap(bytes, 3, true);
    assertThat(scanner.next()).isTrue();
    assertThat(scanner.next()).isTrue();
    assertThatThrownBy(scanner::next)
        .isInstanceOf(CorruptionException.class)
        .hasMessage("record does not fit its block: record=2, offset=438, available=203");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 203, 213, 215, 643, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void shouldRefuseARecordWhoseSizeIsNotThatOfItsParts(int size) {
    bytes.putInt(RecordDescriptor.EVENT_SIZE_OFFSET, size);
    scanner.wrap(bytes, 3, false);
    assertThatThrownBy(scanner::next)
        .isInstanceOf(CorruptionException.class)
        .hasMessage("record does not fit its block: record=0, offset=0, available=642");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        RecordDescriptor.CONTEXT_SIZE_OFFSET,
        RecordDescriptor.PAYLOAD_SIZE_OFFSET,
        RecordDescriptor.METADATA_SIZE_OFFSET,
        RecordDescriptor.LINK_COUNT_OFFSET
      })
  void shouldRefuseAPartWhoseSizeIsImpossible(int field) {
    int original = bytes.getInt(field);
    for (int size : new int[] {original + 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      bytes.putInt(field, size);
      scanner.wrap(bytes, 3, false);
      assertThatThrownBy(scanner::next).as("size=%d", size).isInstanceOf(CorruptionException.class);
    }
  }

  @Test
  void shouldNoticeEveryChangedByteOfARecordByItsChecksum() {
    for (int at = FIRST_LENGTH; at < FIRST_LENGTH + 224; at++) {
      byte original = bytes.get(at);
      bytes.put(at, (byte) (original ^ 0x10));
      scanner.wrap(bytes, 3, true);
      assertThat(scanner.next()).isTrue();
      assertThatThrownBy(scanner::next)
          .as("offset=%d", at)
          .isInstanceOfAny(ChecksumMismatchException.class, CorruptionException.class);
      bytes.put(at, original);
    }
  }

  @Test
  void shouldNameTheRecordWhoseChecksumDiffers() {
    int at = FIRST_LENGTH + RecordDescriptor.CHECKSUM_OFFSET;
    int checksum = bytes.getInt(at);
    bytes.putInt(at, 0x01020304);
    scanner.wrap(bytes, 3, true);
    assertThat(scanner.next()).isTrue();
    assertThatThrownBy(scanner::next)
        .isInstanceOf(ChecksumMismatchException.class)
        .hasMessage(
            "record checksum does not match: record=1, offset=214, expected=0x01020304,"
                + " actual=0x%08x",
            checksum);
  }

  @Test
  void shouldLeaveChecksumsAloneUnlessAsked() {
    bytes.putInt(RecordDescriptor.CHECKSUM_OFFSET, 0);
    scanner.wrap(bytes, 3, false);
    int count = 0;
    while (scanner.next()) {
      count++;
    }
    assertThat(count).isEqualTo(3);
  }
}
