package io.semj.checksum;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Sha256Test {
  /** FIPS 180-2 appendix B and NIST's example values; the single byte is CAVP's, Len = 8. */
  @ParameterizedTest
  @CsvSource({
    "'', e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq, "
        + "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqr"
        + "lmnopqrsmnopqrstnopqrstu, "
        + "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
  })
  void shouldMatchTheStandardsExamples(String text, String digest) {
    byte[] data = text.getBytes(US_ASCII);
    assertThat(hex(data)).isEqualTo(digest);
  }

  @Test
  void shouldMatchTheStandardForAMillionTimesTheLetterA() {
    byte[] data = new byte[1_000_000];
    Arrays.fill(data, (byte) 'a');
    assertThat(hex(data))
        .isEqualTo("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  }

  @Test
  void shouldMatchTheValidationSuiteForASingleByte() {
    assertThat(hex(new byte[] {(byte) 0xD3}))
        .isEqualTo("28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1");
  }

  @Test
  void shouldBeginAgainAfterEachDigest() {
    Sha256 sha = new Sha256();
    byte[] first = new byte[Sha256.DIGEST_LENGTH];
    byte[] second = new byte[Sha256.DIGEST_LENGTH + 5];
    byte[] data = "abc".getBytes(US_ASCII);
    sha.update(data, 0, data.length);
    sha.digest(first, 0);
    sha.update(data, 1, 1);
    sha.reset();
    sha.update(data, 0, data.length);
    sha.digest(second, 5);
    assertThat(Arrays.copyOfRange(second, 5, second.length)).isEqualTo(first);
  }

  @Test
  void shouldRefuseToWriteADigestThatDoesNotFit() {
    assertThatThrownBy(() -> new Sha256().digest(new byte[40], 9))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("digest does not fit: offset=9, length=40");
  }

  @Property
  void shouldNotDependOnWhereTheBytesLieAndHowTheyAreSplit(
      @ForAll byte[] data, @ForAll byte[] tail) {
    ByteBuffer direct = Buffers.direct(data, tail);
    ByteBuffer heap = Buffers.heap(data, tail);
    int length = data.length + tail.length;
    byte[] expected = new byte[Sha256.DIGEST_LENGTH];
    byte[] actual = new byte[Sha256.DIGEST_LENGTH];
    Sha256 sha = new Sha256();
    sha.update(Buffers.joined(data, tail), 0, length);
    sha.digest(expected, 0);
    sha.update(direct, Buffers.OFFSET, length);
    sha.digest(actual, 0);
    assertThat(actual).isEqualTo(expected);
    sha.update(heap, Buffers.OFFSET, length);
    sha.digest(actual, 0);
    assertThat(actual).isEqualTo(expected);
    sha.update(data, 0, data.length);
    sha.update(direct, Buffers.OFFSET + data.length, tail.length);
    sha.digest(actual, 0);
    assertThat(actual).isEqualTo(expected);
  }

  private static String hex(byte[] data) {
    Sha256 sha = new Sha256();
    sha.update(data, 0, data.length);
    byte[] digest = new byte[Sha256.DIGEST_LENGTH];
    sha.digest(digest, 0);
    return HexFormat.of().formatHex(digest);
  }
}
