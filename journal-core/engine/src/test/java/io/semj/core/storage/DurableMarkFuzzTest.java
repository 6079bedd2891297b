package io.semj.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.format.ChainDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableMarkFuzzTest {
  private static final byte[] JOURNAL = new byte[16];
  private static final int TRIES = 2_000;

  @TempDir Path directory;

  private static JournalPosition position(long sequence) {
    ChainDigest digest = ChainDigest.of(new byte[ChainDigest.LENGTH]);
    return new JournalPosition(
        1, 512 + sequence, sequence, sequence, digest, new SegmentTotals(sequence, 1, 1, 1, 512));
  }

  @Test
  void shouldGiveOneOfTheEntriesThatWereWrittenOrNoneWhateverWasDoneToTheFile() throws IOException {
    JournalDirectory journal = JournalDirectory.create(directory);
    try (DurableMark mark = DurableMark.open(journal, JOURNAL)) {
      mark.write(position(10));
      mark.write(position(20));
    }
    Path file = directory.resolve(JournalDirectory.MARK_FILE);
    byte[] sound = Files.readAllBytes(file);
    Random random = new Random(4711);
    for (int i = 0; i < TRIES; i++) {
      byte[] bytes = sound.clone();
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      int length = random.nextInt(8) == 0 ? random.nextInt(bytes.length) : bytes.length;
      Files.write(file, java.util.Arrays.copyOf(bytes, length));

      DurableMark.read(journal, JOURNAL)
          .ifPresent(found -> assertThat(found).isIn(position(10), position(20)));
    }
  }
}
