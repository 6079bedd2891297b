package io.semj.core.storage;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.fixture.Events;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TailRepairTest {
  private static final int SIZE = (5 << 19) + 24;

  @TempDir private Path temp;

  @Test
  void shouldWriteTheTailOverItself() throws IOException {
    byte[] bytes = Events.bytes(1, SIZE);
    Path file = Files.write(temp.resolve("segment"), bytes);
    try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
      TailRepair.rewrite(channel, 512, SIZE);
      TailRepair.rewrite(channel, SIZE, SIZE);
      assertThatThrownBy(() -> TailRepair.rewrite(channel, 512, SIZE + 1))
          .isInstanceOf(EOFException.class);
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }
}
