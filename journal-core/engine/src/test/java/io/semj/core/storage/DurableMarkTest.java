package io.semj.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.fixture.Crash;
import io.semj.core.fixture.Events;
import io.semj.format.ChainDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableMarkTest {
  private static final int ENTRY = 136;
  private static final byte[] ID = Events.bytes(1, 16);

  @TempDir private Path path;
  private JournalDirectory directory;
  private Path file;

  @BeforeEach
  void open() {
    directory = JournalDirectory.existing(path);
    file = path.resolve(JournalDirectory.MARK_FILE);
  }

  private static JournalPosition position(int n) {
    return new JournalPosition(
        n,
        n + 1,
        n + 2,
        n + 3,
        ChainDigest.of(Events.bytes(n, 32)),
        new SegmentTotals(n + 4, n + 5, -n, n + 7, n + 8));
  }

  private void write(int... numbers) throws IOException {
    try (DurableMark mark = DurableMark.open(directory, ID)) {
      for (int n : numbers) {
        mark.write(position(n));
      }
    }
  }

  @Test
  void shouldReadTheNewestEntryWhole() throws IOException {
    for (int n = 1; n <= 5; n++) {
      write(n);
      assertThat(DurableMark.read(directory, ID)).contains(position(n));
    }
    assertThat(Files.size(file)).isEqualTo(2 * ENTRY);
  }

  @Test
  void shouldBeThereNotAtAllWithoutAFile() throws IOException {
    assertThat(DurableMark.read(directory, ID)).isEmpty();
  }

  @Test
  void shouldNotReadTheEntryOfAnotherJournal() throws IOException {
    write(1, 2);
    assertThat(DurableMark.read(directory, Events.bytes(2, 16))).isEmpty();
  }

  @Test
  void shouldFallBackToTheOlderEntryWhenTheNewerOneIsTornAnywhere() throws IOException {
    write(1, 2);
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < ENTRY; i++) {
      Crash.flipByte(file, i); // the second entry is written to the first place
      assertThat(DurableMark.read(directory, ID)).as("byte %d", i).contains(position(1));
      Files.write(file, whole);
    }
  }

  @Test
  void shouldReadTheNewerEntryWhenTheOlderOneIsTorn() throws IOException {
    write(1, 2);
    Crash.flipByte(file, ENTRY + 40);
    assertThat(DurableMark.read(directory, ID)).contains(position(2));
  }

  @Test
  void shouldReadWhatIsThereOfAFileThatEndsEarly() throws IOException {
    write(1, 2);
    Crash.truncate(file, 2 * ENTRY - 1);
    assertThat(DurableMark.read(directory, ID)).contains(position(2));
    Crash.truncate(file, ENTRY - 1);
    assertThat(DurableMark.read(directory, ID)).isEmpty();
  }

  @Test
  void shouldNeverOverwriteTheNewestEntry() throws IOException {
    write(1, 2, 3);
    byte[] before = Files.readAllBytes(file);
    write(4);
    byte[] after = Files.readAllBytes(file);
    // The third entry is in the second place, and stays there.
    assertThat(Arrays.equals(before, ENTRY, 2 * ENTRY, after, ENTRY, 2 * ENTRY)).isTrue();
    assertThat(DurableMark.read(directory, ID)).contains(position(4));
  }

  @Test
  void shouldGoOnOverGarbage() throws IOException {
    Files.write(file, Events.bytes(9, 1_000));
    write(1);
    assertThat(DurableMark.read(directory, ID)).contains(position(1));
  }
}
