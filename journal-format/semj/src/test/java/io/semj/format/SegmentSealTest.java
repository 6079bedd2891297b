package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.error.ChecksumMismatchException;
import io.semj.error.CorruptionException;
import java.util.Arrays;
import java.util.Optional;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentSealTest {
  private static final String FILE = "00000000000000000041.semj";

  private final SegmentHeader live =
      SegmentHeader.live(TestSegments.header().identity(), BlockCompression.LZ4);
  private final SegmentSeal seal = TestSegments.seal();
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[SegmentDescriptor.LENGTH]);

  SegmentSealTest() {
    SegmentHeaderCodec.encode(live, buffer, 0);
  }

  @Test
  void shouldFindNoSealWhileTheSegmentIsLive() {
    assertThat(decodeSeal()).isEmpty();
  }

  @Test
  void shouldGiveBackEveryFieldOfTheSeal() {
    SegmentHeaderCodec.encodeSeal(live, seal, buffer, 0);
    assertThat(decodeSeal()).contains(seal);
  }

  @Test
  void shouldMakeTheTotalsOfTheHeaderExact() {
    SegmentHeaderCodec.encodeSeal(live, seal, buffer, 0);
    SegmentHeader sealed = SegmentHeaderCodec.decode(buffer, 0, SegmentDescriptor.LENGTH, FILE);
    assertThat(sealed.isSealed()).isTrue();
    assertThat(sealed.journal().totalEvents()).isEqualTo(345);
    assertThat(sealed.journal().nextEventId()).isEqualTo(386);
    assertThat(sealed.journal().journalSize()).isEqualTo(65_536);
    assertThat(sealed.journal().creationTimestamp()).isEqualTo(1_700_000_000L);
    assertThat(sealed.journal().modificationTimestamp()).isEqualTo(1_700_000_060L);
    assertThat(sealed.identity()).isEqualTo(live.identity());
  }

  @Test
  void shouldWriteTheFirst384BytesOnly() {
    UnsafeBuffer dirty = new UnsafeBuffer(new byte[SegmentDescriptor.LENGTH]);
    dirty.setMemory(0, dirty.capacity(), (byte) -1);
    SegmentHeaderCodec.encodeSeal(live, seal, dirty, 0);
    SegmentHeaderCodec.encodeSeal(live, seal, buffer, 0);
    byte[] rest = Arrays.copyOfRange(dirty.byteArray(), 384, 512);
    for (byte b : rest) {
      assertThat(b).isEqualTo((byte) -1);
    }
    dirty.setMemory(384, 128, (byte) 0);
    assertThat(dirty.byteArray()).isEqualTo(buffer.byteArray());
  }

  @Test
  void shouldNoticeEveryChangedByteOfTheSeal() {
    SegmentHeaderCodec.encodeSeal(live, seal, buffer, 0);
    for (int at = SegmentDescriptor.SEAL_OFFSET; at < SegmentDescriptor.SEAL_END; at++) {
      byte original = buffer.getByte(at);
      buffer.putByte(at, (byte) (original ^ 1));
      assertThatThrownBy(this::decodeSeal)
          .as("offset=%d", at)
          .isInstanceOf(ChecksumMismatchException.class)
          .hasMessageStartingWith("segment seal is damaged: file=" + FILE + ", expected=0x");
      buffer.putByte(at, original);
    }
  }

  @Test
  void shouldNoticeASealOfWhichTheHeaderKnowsButWhichIsNotThere() {
    SegmentHeaderCodec.encodeSeal(live, seal, buffer, 0);
    buffer.setMemory(SegmentDescriptor.SEAL_OFFSET, 128, (byte) 0);
    assertThatThrownBy(this::decodeSeal).isInstanceOf(ChecksumMismatchException.class);
  }

  @Test
  void shouldNotTakeAnotherMagicForASealThoughTheChecksumIsRight() {
    SegmentHeaderCodec.encodeSeal(live, seal, buffer, 0);
    buffer.putInt(SegmentDescriptor.SEAL_MAGIC_OFFSET, 1, LITTLE_ENDIAN);
    buffer.putInt(
        SegmentDescriptor.SEAL_CHECKSUM_OFFSET,
        SegmentBytes.sealChecksum(buffer, 0),
        LITTLE_ENDIAN);
    assertThatThrownBy(this::decodeSeal).isInstanceOf(ChecksumMismatchException.class);
  }

  @Test
  void shouldFindASealThatTheHeaderDoesNotKnowOfYet() {
    SegmentHeaderCodec.encodeSeal(live, seal, buffer, 0);
    byte[] sealArea = new byte[128];
    buffer.getBytes(SegmentDescriptor.SEAL_OFFSET, sealArea);
    SegmentHeaderCodec.encode(live, buffer, 0);
    buffer.putBytes(SegmentDescriptor.SEAL_OFFSET, sealArea);
    assertThat(decodeSeal()).contains(seal);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 256, 383})
  void shouldRefuseATooShortFile(int available) {
    assertThatThrownBy(() -> SegmentHeaderCodec.decodeSeal(buffer, 0, available, FILE))
        .isInstanceOf(CorruptionException.class)
        .hasMessage(
            "segment is too short: expected=384, actual=%d, file=%s, position=%d",
            available, FILE, available);
  }

  private Optional<SegmentSeal> decodeSeal() {
    return SegmentHeaderCodec.decodeSeal(buffer, 0, SegmentDescriptor.LENGTH, FILE);
  }
}
