package io.semj.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.storage.JournalDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PositionFileTest {
  @TempDir private Path temporary;

  private static PositionRecord record(long count) {
    return new PositionRecord(
        count, new UUID(1, 2), count * 10, count * 5, 0, StartTime.NONE, new UUID(3, 4));
  }

  private static byte[] bytesOf(PositionRecord record) {
    byte[] bytes = new byte[PositionRecord.LENGTH];
    record.encode().get(0, bytes);
    return bytes;
  }

  private PositionFile create() throws IOException {
    return PositionFile.create(JournalDirectory.existing(temporary), "a.pos", record(1));
  }

  private Path path() {
    return temporary.resolve("a.pos");
  }

  @Test
  void shouldGiveBackTheNewestEntry() throws IOException {
    try (PositionFile file = create()) {
      for (int count = 2; count < 20; count++) {
        file.write(record(count));
        assertThat(PositionFile.read(path())).isEqualTo(record(count));
      }
    }
    try (PositionFile file = PositionFile.open(path())) {
      assertThat(file.newest()).isEqualTo(record(19));
    }
    assertThat(temporary.resolve("a.pos.tmp")).doesNotExist();
  }

  @Test
  void shouldNeverOverwriteTheForcedEntryBeforeANewerOneIsForced() throws IOException {
    try (PositionFile file = create()) {
      for (int count = 2; count < 10; count++) {
        file.write(record(count));
      }
      assertThat(entries()).contains(record(1), record(9));
      file.force();
      for (int count = 10; count < 20; count++) {
        file.write(record(count));
      }
      assertThat(entries()).contains(record(9), record(19));
    }
  }

  private Set<PositionRecord> entries() throws IOException {
    byte[] bytes = Files.readAllBytes(path());
    Set<PositionRecord> found = new HashSet<>();
    for (int at = 0; at < bytes.length; at += 512) {
      Optional<PositionRecord> entry =
          PositionRecord.decode(Arrays.copyOfRange(bytes, at, at + PositionRecord.LENGTH));
      entry.ifPresent(found::add);
    }
    return found;
  }

  @Test
  void shouldTakeNoEntryWithADamagedByte() {
    byte[] whole = bytesOf(record(7));
    assertThat(PositionRecord.decode(whole)).contains(record(7));
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 0x10;
      assertThat(PositionRecord.decode(damaged)).as("byte %d", i).isEmpty();
    }
  }

  @Test
  void shouldWriteForAnInterruptedThreadAndLeaveItInterrupted() throws IOException {
    AtomicBoolean interrupted = new AtomicBoolean();
    try (PositionFile file = create()) {
      Thread.currentThread().interrupt();
      file.write(record(2));
      interrupted.set(Thread.interrupted());
      file.write(record(3));
      assertThat(file.newest()).isEqualTo(record(3));
    }
    assertThat(interrupted).isTrue();
  }

  @Test
  void shouldWriteWhileItIsForced() throws IOException, InterruptedException {
    try (PositionFile file = create()) {
      Thread forcer =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < 50; i++) {
                    file.force();
                  }
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      forcer.start();
      int count = 1;
      while (forcer.isAlive()) {
        file.write(record(++count));
      }
      forcer.join();
      assertThat(PositionFile.read(path())).isEqualTo(record(count));
    }
  }
}
