package io.semj.checksum;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The examples are those of RFC 3720, appendix B.4. */
class Crc32cTest {
  @Test
  void shouldGiveThePublishedCheckValue() {
    assertThat(of("123456789".getBytes(US_ASCII))).isEqualTo(0xE3069283);
  }

  @Test
  void shouldMatchTheRfcFor32Zeros() {
    assertThat(of(new byte[32])).isEqualTo(0x8A9136AA);
  }

  @Test
  void shouldMatchTheRfcFor32Ones() {
    byte[] ones = new byte[32];
    Arrays.fill(ones, (byte) 0xFF);
    assertThat(of(ones)).isEqualTo(0x62A8AB43);
  }

  @Test
  void shouldMatchTheRfcFor32IncrementingBytes() {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    assertThat(of(bytes)).isEqualTo(0x46DD794E);
  }

  @Test
  void shouldMatchTheRfcFor32DecrementingBytes() {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (31 - i);
    }
    assertThat(of(bytes)).isEqualTo(0x113FDB5C);
  }

  @Test
  void shouldMatchTheRfcForAnIscsiReadCommand() {
    byte[] command =
        HexFormat.of()
            .parseHex(
                "01c00000000000000000000000000000"
                    + "14000000000004000000001400000018"
                    + "28000000000000000200000000000000");
    assertThat(of(command)).isEqualTo(0xD9963A56);
  }

  @Test
  void shouldBeginAgainAfterReset() {
    Crc32c crc = new Crc32c();
    crc.update(new byte[7], 0, 7);
    crc.reset();
    assertThat(crc.value()).isZero();
    crc.update(new byte[32], 0, 32);
    assertThat(crc.value()).isEqualTo(0x8A9136AA);
  }

  @Property
  void shouldFollowTheBitByBitDefinition(@ForAll byte[] data) {
    int crc = -1;
    for (byte b : data) {
      crc ^= b & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : 0x82F63B78);
      }
    }
    assertThat(of(data)).isEqualTo(~crc);
  }

  @Property
  void shouldNotDependOnWhereTheBytesLieAndHowTheyAreSplit(
      @ForAll byte[] data, @ForAll byte[] tail) {
    ByteBuffer direct = Buffers.direct(data, tail);
    ByteBuffer heap = Buffers.heap(data, tail);
    int length = data.length + tail.length;
    int expected = Crc32c.of(Buffers.joined(data, tail), 0, length);
    Crc32c crc = new Crc32c();
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

  private static int of(byte[] data) {
    return Crc32c.of(data, 0, data.length);
  }
}
