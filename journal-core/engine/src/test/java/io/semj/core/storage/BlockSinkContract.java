package io.semj.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every way to write promises. */
abstract class BlockSinkContract {
  static final int CAPACITY = 8 << 20;
  private static final int FIRST = 512;
  private static final int LARGEST = 2 << 20;

  @TempDir private Path directory;
  private Path file;
  private FileChannel channel;
  private BlockSink sink;
  private final ByteBuffer block =
      ByteBuffer.allocateDirect(LARGEST).order(ByteOrder.LITTLE_ENDIAN);

  abstract BlockSink sink(FileChannel channel, long capacity);

  @BeforeEach
  void open() throws IOException {
    file = directory.resolve("segment");
    channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    sink = sink(channel, CAPACITY);
  }

  @AfterEach
  void close() throws IOException {
    sink.close();
    sink.close();
    channel.close();
  }

  static ByteBuffer first(ByteBuffer bytes, int size) {
    return bytes.slice(0, size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private ByteBuffer first(int size) {
    return first(block, size);
  }

  /** Writes, reserving whenever the sink asks for it. */
  private void write(long position, int size) throws IOException {
    while (!sink.tryWrite(position, first(size), false)) {
      assertThat(sink.reserve(position, true)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldHaveBlocksOfAnySizeWhereTheyWereWritten(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] expected = new byte[CAPACITY];
    int position = FIRST;
    while (position < CAPACITY) {
      int most = random.nextInt(4) == 0 ? LARGEST : 64 << 10;
      int size = Math.min(8 * (1 + random.nextInt(most / 8)), CAPACITY - position);
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      block.put(0, bytes);
      write(position, size);
      System.arraycopy(bytes, 0, expected, position, size);
      position += size;
      if (random.nextInt(3) == 0) {
        sink.force(position);
      }
    }
    assertThat(Arrays.equals(Files.readAllBytes(file), expected)).as("seed %d", seed).isTrue();
  }

  @Test
  void shouldLeaveTheBufferAsItWas() throws IOException {
    sink.reserve(FIRST, true);
    block.limit(896).position(96);
    assertThat(sink.tryWrite(FIRST, block, false)).isTrue();
    assertThat(block.position()).isEqualTo(96);
    assertThat(block.limit()).isEqualTo(896);
  }

  @Test
  void shouldWriteTheSamePlaceAgain() throws IOException {
    block.put(0, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
    write(FIRST, 16);
    block.put(0, new byte[] {9, 8, 7, 6, 5, 4, 3, 2, 1});
    write(FIRST, 16);
    assertThat(Arrays.copyOfRange(Files.readAllBytes(file), FIRST, FIRST + 9))
        .containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1);
  }

  @Test
  void shouldHaveNothingButZerosBehindTheLastBlock() throws IOException {
    new Random(1).ints(1_000).forEach(i -> block.put(i & 1023, (byte) i));
    write(FIRST, 1024);
    byte[] bytes = Files.readAllBytes(file);
    for (int i = FIRST + 1024; i < bytes.length; i++) {
      assertThat(bytes[i]).isZero();
    }
  }

  @Test
  void shouldForceWhatIsNotMoreThanBefore() throws IOException {
    sink.force(0);
    write(FIRST, 800);
    sink.force(FIRST + 800);
    sink.force(FIRST + 800);
  }

  @Test
  void shouldReserveNothingOnceItIsClosed() throws IOException {
    sink.close();
    assertThat(sink.reserve(0, true)).isFalse();
  }
}
