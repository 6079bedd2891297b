package io.semj.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.error.ChecksumMismatchException;
import io.semj.error.CorruptionException;
import io.semj.error.ForeignFileException;
import io.semj.error.LegacyFormatException;
import io.semj.error.VersionMismatchException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class KernelJournalHeaderTest {
  private static byte[] vector() throws IOException {
    String name = "/kernel-abi/kernel-journal.bin";
    try (InputStream in = KernelJournalHeaderTest.class.getResourceAsStream(name)) {
      return in.readNBytes(KernelJournalHeader.LENGTH);
    }
  }

  private static KernelJournalHeader decode(byte[] bytes) {
    return KernelJournalHeader.decode(new UnsafeBuffer(bytes), 0, bytes.length, "j");
  }

  @Test
  void shouldReadTheVectorAndWriteTheSameBytes() throws IOException {
    KernelJournalHeader header = decode(vector());

    assertThat(header).isEqualTo(KernelJournalHeader.of(18, 1_018, 109_218));
    assertThat(header.encode()).isEqualTo(vector());
  }

  @Test
  void shouldComeBackWithTheLargestNumbers() {
    KernelJournalHeader header = new KernelJournalHeader(1, -1, -1L, -1L, -1L, -1L, -1);

    assertThat(decode(header.encode())).isEqualTo(header);
  }

  @Test
  void shouldSayWhatIsWrong() throws IOException {
    byte[] vector = vector();
    byte[] damaged = vector.clone();
    damaged[20]++;
    byte[] newer = vector.clone();
    newer[4] = 2;
    byte[] legacy = {0x4C, 0x4A, 0x53, 0x55};

    assertThatThrownBy(() -> decode(damaged)).isInstanceOf(ChecksumMismatchException.class);
    assertThatThrownBy(() -> decode(newer)).isInstanceOf(VersionMismatchException.class);
    assertThatThrownBy(() -> decode(legacy)).isInstanceOf(LegacyFormatException.class);
    assertThatThrownBy(() -> decode(new byte[52])).isInstanceOf(ForeignFileException.class);
    assertThatThrownBy(() -> decode(new byte[0])).isInstanceOf(ForeignFileException.class);
    assertThatThrownBy(() -> decode(Arrays.copyOf(vector, 51)))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("expected=52 bytes, actual=51");
  }
}
