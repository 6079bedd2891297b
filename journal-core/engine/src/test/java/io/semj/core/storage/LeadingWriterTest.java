package io.semj.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.fixture.SmallDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A writer that goes on behind what is reserved for it. */
class LeadingWriterTest {
  private static final int CAPACITY = 80 << 20;
  private static final int RARE_FORCE = 64 << 20;
  private static final int BLOCK = 64 << 10;
  private static final int SMALL = 800;
  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  @TempDir private Path temp;
  private final Random random = new Random(1);
  private final AtomicLong nanos = new AtomicLong();
  private final byte[] expected = new byte[CAPACITY];
  private final ByteBuffer block =
      ByteBuffer.allocateDirect(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
  private int position;

  private Path file() {
    return temp.resolve("segment");
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private ByteBuffer first(int size) {
    return block.slice(0, size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private MappedSink sink(FileChannel channel) throws IOException {
    MappedSink sink = new MappedSink(channel, null, CAPACITY, nanos::get);
    sink.reserve(0, true);
    sink.force(0);
    return sink;
  }

  private boolean tryWrite(BlockSink sink, int size) throws IOException {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    block.put(0, bytes);
    if (!sink.tryWrite(position, first(size), false)) {
      return false;
    }
    System.arraycopy(bytes, 0, expected, position, size);
    position += size;
    return true;
  }

  /** Goes on until the writer has caught up with what is reserved, and then some. */
  private void lead(BlockSink sink) throws IOException {
    for (int i = 0; i < 40; i++) {
      assertThat(tryWrite(sink, BLOCK)).isTrue();
    }
  }

  /** As the housekeeper does. */
  private void workAhead(BlockSink sink) throws IOException {
    boolean more = true;
    while (more) {
      more = sink.reserve(position, true);
    }
  }

  private void assertWritten() throws IOException {
    byte[] bytes = Files.readAllBytes(file());
    assertThat(bytes.length).isGreaterThanOrEqualTo(position);
    assertThat(Arrays.equals(Arrays.copyOf(bytes, CAPACITY), expected)).isTrue();
  }

  @Test
  void shouldGoOnBehindWhatIsReservedWhereForcesFollowEachOtherClosely() throws IOException {
    try (FileChannel channel = open(file());
        MappedSink sink = sink(channel)) {
      lead(sink);
      assertThat(sink.isReserved(position, SMALL)).isFalse();
      sink.force(position);
      lead(sink);
      assertThat(tryWrite(sink, SMALL)).isTrue();
      sink.force(position);
      assertWritten();
    }
  }

  @Test
  void shouldWaitForReservedSpaceWhereForcesAreRare() throws IOException {
    try (FileChannel channel = open(file());
        MappedSink sink = new MappedSink(channel, null, CAPACITY, nanos::get)) {
      sink.reserve(0, true);
      assertThat(tryWrite(sink, 1 << 20)).isFalse();
      assertThat(sink.reserve(0, true)).isTrue();
    }
  }

  @Test
  void shouldWaitForReservedSpaceUnlessThereIsPlenty() throws IOException {
    try (FileChannel channel = open(file());
        MappedSink sink = sink(channel)) {
      lead(sink);
      assertThat(sink.reserve(position, false)).as("at once").isTrue();
      while (tryWrite(sink, BLOCK)) {
        assertThat(position).isLessThanOrEqualTo((int) channel.size());
      }
      assertThat(sink.isReserved(position, BLOCK)).isFalse();
      assertWritten();
    }
  }

  @Test
  void shouldReserveNothingBeforeTheWriterHasBecomeSlow() throws IOException {
    try (FileChannel channel = open(file());
        MappedSink sink = sink(channel)) {
      for (int round = 0; round < 3; round++) {
        lead(sink);
        lead(sink);
        lead(sink);
        nanos.addAndGet(ROUND_NANOS);
        workAhead(sink);
        assertThat(sink.isReserved(position, SMALL)).as("round %d", round).isFalse();
      }
      workAhead(sink);
      assertThat(sink.isReserved(position, SMALL)).as("too soon to tell").isFalse();
      lead(sink);
      nanos.addAndGet(ROUND_NANOS);
      workAhead(sink);
      assertThat(sink.isReserved(position, 1 << 20)).isTrue();
      assertWritten();
    }
  }

  @Test
  void shouldStoreIntoWhatIsReservedBehindTheWriterOnceForcesAreRare() throws IOException {
    FileChannel channel = open(file());
    try (MappedSink sink = sink(channel)) {
      while (position < RARE_FORCE) {
        lead(sink);
      }
      assertThat(tryWrite(sink, SMALL)).isTrue();
      sink.force(position);
      assertThat(tryWrite(sink, BLOCK)).as("it waits").isFalse();
      assertThat(sink.reserve(position, true)).isTrue();
      channel.close(); // which is not used to store into a mapping
      for (int i = 0; i < 200; i++) {
        assertThat(sink.isReserved(position, SMALL)).isTrue();
        assertThat(tryWrite(sink, SMALL)).isTrue();
      }
    }
    assertWritten();
  }

  @Test
  void shouldWriteWhatWasReservedBehindItOnceItIsSlow() throws IOException {
    try (FileChannel channel = open(file());
        MappedSink sink = sink(channel)) {
      lead(sink);
      assertThat(tryWrite(sink, SMALL)).isTrue();
      workAhead(sink);
      assertThat(sink.isReserved(position, SMALL)).isFalse();
      nanos.addAndGet(ROUND_NANOS);
      assertThat(sink.reserve(position, true)).isTrue();
      for (int i = 0; i < 200; i++) {
        assertThat(sink.isReserved(position, SMALL)).isTrue();
        assertThat(tryWrite(sink, SMALL)).isTrue();
        if (i % 20 == 0) {
          sink.force(position);
        }
      }
      lead(sink);
      assertWritten();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldNeverHaveZerosOverABlock(long seed) throws Exception {
    random.setSeed(seed);
    AtomicLong written = new AtomicLong();
    byte[] content = new byte[CAPACITY];
    random.nextBytes(content);
    // Each look finds the writer slow, so both are at the end of the file all the time.
    try (FileChannel channel = open(file());
        MappedSink sink =
            new MappedSink(
                channel, null, CAPACITY, () -> nanos.addAndGet(TimeUnit.HOURS.toNanos(1)))) {
      sink.reserve(0, true);
      sink.force(0);
      Reserver reserver = new Reserver(sink, written);
      Thread thread = new Thread(reserver, "reserver");
      thread.start();
      while (position < CAPACITY) {
        int most = random.nextInt(4) == 0 ? 1 << 20 : BLOCK;
        int size = Math.min(8 * (1 + random.nextInt(most / 8)), CAPACITY - position);
        block.put(0, content, position, size);
        while (!sink.tryWrite(position, first(size), false)) {
          Thread.onSpinWait();
        }
        System.arraycopy(content, position, expected, position, size);
        position += size;
        written.set(position);
        if (random.nextInt(8) == 0) {
          sink.force(position);
        }
      }
      reserver.stopped = true;
      thread.join();
      assertThat(reserver.failure).isNull();
    }
    assertWritten();
  }

  private static final class Reserver implements Runnable {
    private final MappedSink sink;
    private final AtomicLong written;
    private volatile boolean stopped;
    private volatile IOException failure;

    Reserver(MappedSink sink, AtomicLong written) {
      this.sink = sink;
      this.written = written;
    }

    @Override
    public void run() {
      try {
        while (!stopped) {
          long position = written.get();
          if (!sink.isReserved(position, BLOCK)) {
            sink.reserve(position, true);
          }
        }
      } catch (IOException e) {
        failure = e;
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"tmpfs", "ext4"})
  void shouldWaitForReservedSpaceAndLeaveNothingBehindOnceTheDiskIsFull(String type)
      throws IOException {
    try (SmallDisk disk =
        type.equals("tmpfs") ? SmallDisk.tmpfs(temp, 8) : SmallDisk.ext4(temp, 12)) {
      Path file = disk.path().resolve("segment");
      try (FileChannel channel = open(file);
          MappedSink sink = sink(channel)) {
        Files.write(disk.path().resolve("ballast"), new byte[2 << 20]);
        assertThatThrownBy(
                () -> {
                  while (true) {
                    assertThat(tryWrite(sink, 1 << 20)).isTrue();
                  }
                })
            .isInstanceOf(IOException.class)
            .hasMessageContaining("No space left on device");
        assertThat(tryWrite(sink, 1 << 20)).as("it waits").isFalse();
        assertThatThrownBy(
                () -> {
                  while (true) {
                    assertThat(sink.reserve(position, true)).isTrue();
                  }
                })
            .isInstanceOf(IOException.class);
        sink.discard(position);
        sink.discard(position);
        assertThat(Files.size(file)).isGreaterThanOrEqualTo(position);
        assertThat(Arrays.equals(tail(file), new byte[(int) Files.size(file) - position])).isTrue();

        disk.free();
        assertThat(sink.reserve(position, true)).isTrue();
        for (int i = 0; i < 10; i++) {
          assertThat(tryWrite(sink, SMALL)).isTrue();
        }
        assertThat(Arrays.equals(Arrays.copyOf(Files.readAllBytes(file), CAPACITY), expected))
            .isTrue();
      }
    }
  }

  private byte[] tail(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return Arrays.copyOfRange(bytes, position, bytes.length);
  }
}
