package io.semj.checksum;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class KernelCrc32Test {
  private static final int JOURNAL_HEADER_LENGTH = 52;
  private static final int JOURNAL_CHECKSUM_OFFSET = 48;
  private static final int EVENT_SIZE_OFFSET = 64;
  private static final int EVENT_CHECKSUM_OFFSET = 84;

  @Test
  void shouldGiveThePublishedCheckValue() {
    byte[] data = "123456789".getBytes(US_ASCII);
    assertThat(KernelCrc32.of(data, 0, data.length)).isEqualTo(0x2DFD2D88);
  }

  @Test
  void shouldGiveZeroForNoBytesAndForZeros() {
    assertThat(KernelCrc32.of(new byte[0], 0, 0)).isZero();
    assertThat(KernelCrc32.of(new byte[1_000], 0, 1_000)).isZero();
  }

  @Test
  void shouldMatchTheHeaderOfTheKernelsJournalFile() throws IOException {
    ByteBuffer journal = kernelJournal();
    byte[] header = new byte[JOURNAL_HEADER_LENGTH];
    journal.get(0, header);
    ByteBuffer.wrap(header).putInt(JOURNAL_CHECKSUM_OFFSET, 0);
    assertThat(KernelCrc32.of(header, 0, header.length))
        .isEqualTo(journal.getInt(JOURNAL_CHECKSUM_OFFSET));
  }

  @Test
  void shouldMatchEveryEventOfTheKernelsJournalFile() throws IOException {
    ByteBuffer journal = kernelJournal();
    int count = 0;
    int at = JOURNAL_HEADER_LENGTH;
    while (at < journal.limit()) {
      byte[] event = new byte[journal.getInt(at + EVENT_SIZE_OFFSET)];
      journal.get(at, event);
      ByteBuffer.wrap(event).putInt(EVENT_CHECKSUM_OFFSET, 0);
      assertThat(KernelCrc32.of(event, 0, event.length))
          .as("event at %d", at)
          .isEqualTo(journal.getInt(at + EVENT_CHECKSUM_OFFSET));
      at += event.length;
      count++;
    }
    assertThat(count).isEqualTo(18);
  }

  @Property
  void shouldBeTheJavaValueWithoutInversions(@ForAll byte[] data) {
    assertThat(KernelCrc32.of(data, 0, data.length))
        .isEqualTo(java(data) ^ java(new byte[data.length]));
  }

  @Property
  void shouldFollowTheBitByBitDefinition(@ForAll byte[] data) {
    int crc = 0;
    for (byte b : data) {
      crc ^= b & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : 0xEDB88320);
      }
    }
    assertThat(KernelCrc32.of(data, 0, data.length)).isEqualTo(crc);
  }

  @Property
  void shouldNotDependOnWhereTheBytesLieAndHowTheyAreSplit(
      @ForAll byte[] data, @ForAll byte[] tail) {
    ByteBuffer direct = Buffers.direct(data, tail);
    ByteBuffer heap = Buffers.heap(data, tail);
    int length = data.length + tail.length;
    int expected = KernelCrc32.of(Buffers.joined(data, tail), 0, length);
    KernelCrc32 crc = new KernelCrc32();
    crc.update(direct, Buffers.OFFSET, length);
    assertThat(crc.value()).isEqualTo(expected);
    crc.reset();
    crc.update(heap, Buffers.OFFSET, length);
    assertThat(crc.value()).isEqualTo(expected);
    crc.reset();
    crc.update(data, 0, data.length);
    crc.update(direct, Buffers.OFFSET + data.length, tail.length);
    assertThat(crc.value()).isEqualTo(expected);
  }

  @Test
  void shouldBeRightForOneLengthAfterAnother() {
    SplittableRandom random = new SplittableRandom(20);
    byte[] data = new byte[3 << 20];
    random.nextBytes(data);
    byte[] zeros = new byte[data.length];
    KernelCrc32 crc = new KernelCrc32();
    for (int i = 0; i < 300; i++) {
      int length = random.nextInt(1 << (1 + random.nextInt(21)));
      crc.reset();
      crc.update(data, i, length);
      assertThat(crc.value())
          .as("length %d", length)
          .isEqualTo(java(data, i, length) ^ java(zeros, 0, length));
    }
  }

  private static int java(byte[] data, int offset, int length) {
    CRC32 crc = new CRC32();
    crc.update(data, offset, length);
    return (int) crc.getValue();
  }

  private static int java(byte[] data) {
    CRC32 crc = new CRC32();
    crc.update(data);
    return (int) crc.getValue();
  }

  private static ByteBuffer kernelJournal() throws IOException {
    try (InputStream in =
        KernelCrc32Test.class.getResourceAsStream("/kernel-abi/kernel-journal.bin")) {
      return ByteBuffer.wrap(in.readAllBytes()).order(LITTLE_ENDIAN);
    }
  }
}
