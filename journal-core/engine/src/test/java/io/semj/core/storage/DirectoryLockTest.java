package io.semj.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.error.JournalLockedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
  @TempDir private Path path;

  @Test
  void shouldNameItsHolderInTheFile() throws IOException {
    try (DirectoryLock lock = DirectoryLock.acquire(JournalDirectory.existing(path))) {
      assertThat(lock).isNotNull();
      assertThat(Files.readString(path.resolve(JournalDirectory.LOCK_FILE)).trim())
          .isEqualTo("" + ProcessHandle.current().pid());
    }
  }

  @Test
  void shouldBeTakenByOneAtATimeAndBeFreeAfterwards() throws IOException {
    JournalDirectory directory = JournalDirectory.existing(path);
    for (int round = 0; round < 3; round++) {
      try (DirectoryLock lock = DirectoryLock.acquire(directory)) {
        assertThatThrownBy(() -> DirectoryLock.acquire(directory))
            .isInstanceOf(JournalLockedException.class);
        assertThat(lock).isNotNull();
      }
    }
  }

  @Test
  void shouldTakeOverALockFileWhoseHolderIsGone() throws IOException {
    Files.writeString(path.resolve(JournalDirectory.LOCK_FILE), "not a pid, and rather long text");
    DirectoryLock.acquire(JournalDirectory.existing(path)).close();
  }

  @Test
  void shouldTellWhetherItIsHeldAndChangeNothing() throws IOException {
    JournalDirectory directory = JournalDirectory.existing(path);
    assertThat(DirectoryLock.isHeld(directory)).isFalse();
    assertThat(path).isEmptyDirectory();
    try (DirectoryLock lock = DirectoryLock.acquire(directory)) {
      assertThat(lock).isNotNull();
      assertThat(DirectoryLock.isHeld(directory)).isTrue();
    }
    assertThat(DirectoryLock.isHeld(directory)).isFalse();
  }
}
