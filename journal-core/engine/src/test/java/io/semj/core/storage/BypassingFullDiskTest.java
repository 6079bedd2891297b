package io.semj.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.semj.core.fixture.SmallDisk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a writer that writes past the page cache leaves of the disk, and of the process. */
class BypassingFullDiskTest {
  private static final int CAPACITY = 48 << 20;
  private static final int GROUP = 1 << 20;
  private static final int SMALL = 800;

  @TempDir private Path temp;
  private final PlacedBytes content = new PlacedBytes(CAPACITY, GROUP, new Random(1));
  private int position;

  private SmallDisk disk(String type) {
    return type.equals("tmpfs") ? SmallDisk.tmpfs(temp, 8) : SmallDisk.ext4(temp, 12);
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static MappedSink sink(FileChannel channel, WatchedChannel direct) {
    return new MappedSink(channel, new DirectWrites(() -> direct), CAPACITY, () -> 0);
  }

  private static void prepare(MappedSink sink, boolean forces) throws IOException {
    sink.reserve(0, true);
    if (forces) {
      sink.force(0);
    }
  }

  private boolean tryWrite(BlockSink sink, int size, boolean bypass) throws IOException {
    if (!sink.tryWrite(position, content.placed(position, size), bypass)) {
      return false;
    }
    position += size;
    return true;
  }

  private void assertFull(BlockSink sink) {
    assertThatThrownBy(
            () -> {
              while (true) {
                assertThat(tryWrite(sink, GROUP, true)).isTrue();
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No space left on device");
  }

  private void assertHolds(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes.length).isBetween(position, CAPACITY);
    byte[] expected = content.between(0, position);
    assertThat(Arrays.mismatch(Arrays.copyOf(bytes, CAPACITY), expected)).isEqualTo(-1);
  }

  private void assertGoesOn(BlockSink sink) throws IOException {
    assertThat(sink.reserve(position, true)).isTrue();
    for (int i = 0; i < 10; i++) {
      assertThat(tryWrite(sink, SMALL, false)).isTrue();
    }
    while (!tryWrite(sink, GROUP / 2, true)) {
      assertThat(sink.reserve(position, true)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"tmpfs, false", "tmpfs, true", "ext4, false", "ext4, true"})
  void shouldLeaveNothingBehindTheLastBlocksOnceTheDiskIsFull(String type, boolean forces)
      throws IOException {
    try (SmallDisk disk = disk(type)) {
      Path file = disk.path().resolve("segment");
      try (FileChannel channel = open(file);
          WatchedChannel direct = WatchedChannel.direct(file);
          MappedSink sink = sink(channel, direct)) {
        prepare(sink, forces);
        Files.write(disk.path().resolve("ballast"), new byte[2 << 20]);
        assertFull(sink);
        assertThat(direct.written()).isPositive();
        assertThat(tryWrite(sink, GROUP, true)).as("it waits").isFalse();
        assertThatThrownBy(
                () -> {
                  while (true) {
                    assertThat(sink.reserve(position, true)).isTrue();
                  }
                })
            .isInstanceOf(IOException.class);
        sink.discard(position);
        sink.discard(position);
        assertHolds(file);

        disk.free();
        assertGoesOn(sink);
        assertHolds(file);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"tmpfs, false", "tmpfs, true", "ext4, false", "ext4, true"})
  void shouldTakeBackWhatItWroteDirectlyWhereSpaceWasReserved(String type, boolean forces)
      throws IOException {
    try (SmallDisk disk = disk(type)) {
      Path file = disk.path().resolve("segment");
      try (FileChannel channel = open(file);
          WatchedChannel direct = WatchedChannel.direct(file);
          MappedSink sink = sink(channel, direct)) {
        prepare(sink, forces);
        assertThat(tryWrite(sink, SMALL, false)).isTrue();
        // As far as the file system lets it be: no more than what is reserved can be written.
        sink.force(position);
        channel.force(true);
        disk.fill();
        assertFull(sink);
        assertThat(position).as("at the first group").isEqualTo(SMALL);
        sink.discard(position);
        assertHolds(file);

        disk.free();
        assertGoesOn(sink);
        assertHolds(file);
      }
    }
  }

  @Test
  void shouldLeaveNoFileOpenOnceItIsClosed() throws IOException {
    if (!Files.isDirectory(Path.of("/proc/self/fd"))) {
      System.out.println("skipped, no /proc here");
      assumeTrue(false, "no /proc here");
    }
    Path file = temp.resolve("segment");
    try (FileChannel channel = open(file)) {
      MappedSink sink = sink(channel, WatchedChannel.direct(file));
      prepare(sink, false);
      assertThat(tryWrite(sink, GROUP, true)).isTrue();
      assertThat(openTimes(file)).isEqualTo(2);
      sink.close();
      assertThat(openTimes(file)).isEqualTo(1);
    }
    assertThat(openTimes(file)).isZero();
  }

  private static long openTimes(Path file) throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(descriptor -> isOf(descriptor, file)).count();
    }
  }

  private static boolean isOf(Path descriptor, Path file) {
    try {
      return Files.readSymbolicLink(descriptor).equals(file);
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }
}
