package io.semj.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmPagesTest {
  private static final int CAPACITY = 40 << 20;

  @TempDir private Path temp;
  private FileChannel channel;
  private WarmPages pages;

  @BeforeEach
  void open() throws IOException {
    channel =
        FileChannel.open(
            temp.resolve("segment"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    pages = new WarmPages(channel, CAPACITY);
  }

  @AfterEach
  void close() throws IOException {
    pages.close();
    channel.close();
  }

  private int warmAll(long position) throws IOException {
    int steps = 0;
    while (pages.warm(position)) {
      steps++;
    }
    return steps;
  }

  @Test
  void shouldReadAheadOfTheWriterOnceOnly() throws IOException {
    assertThat(warmAll(0)).isZero();
    pages.extendFor(512);
    assertThat(warmAll(512)).isPositive();
    assertThat(warmAll(512)).isZero();
    assertThat(warmAll(512 + (4 << 20))).isPositive();
  }

  @Test
  void shouldMakeTheFileLongerWithoutTakingSpaceAndNeverBeyondTheSegment() throws IOException {
    pages.extendFor(512);
    long first = channel.size();
    assertThat(first).isBetween(16L << 20, (long) CAPACITY);
    pages.extendFor(1024);
    assertThat(channel.size()).isEqualTo(first);
    pages.extendFor(CAPACITY - 8);
    pages.extendFor(CAPACITY);
    assertThat(channel.size()).isEqualTo(CAPACITY);
    warmAll(CAPACITY - (20 << 20));
    assertThat(Files.readAllBytes(temp.resolve("segment"))).containsOnly(0);
  }

  @Test
  void shouldMakeAFileThatWasCutLongerAgain() throws IOException {
    pages.extendFor(512);
    channel.truncate(512);
    pages.cut();
    assertThat(warmAll(512)).isZero();
    pages.extendFor(512);
    assertThat(channel.size()).isGreaterThan(16L << 20);
  }

  @Test
  void shouldLeaveWhatIsWrittenAsItIs() throws IOException {
    byte[] bytes = new byte[9 << 20];
    Arrays.fill(bytes, (byte) 7);
    pages.extendFor(bytes.length);
    channel.write(ByteBuffer.wrap(bytes), 0);
    warmAll(0);
    pages.extendFor(bytes.length);
    byte[] found = Files.readAllBytes(temp.resolve("segment"));
    assertThat(Arrays.mismatch(found, bytes)).isEqualTo(bytes.length);
  }

  @Test
  void shouldReadNothingOnceItIsClosed() throws IOException {
    pages.extendFor(512);
    pages.close();
    assertThat(pages.warm(512)).isFalse();
  }
}
