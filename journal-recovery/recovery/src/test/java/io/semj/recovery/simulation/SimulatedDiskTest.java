package io.semj.recovery.simulation;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the simulated disk may lose, and what it never does. */
class SimulatedDiskTest {
  private static final int CUTS = 200;

  private static SimulatedFileSystem system(FaultPlan plan) {
    return SimulatedFileSystem.of(DiskImage.empty(), plan, new Dice(1));
  }

  private static void write(Path file, int size, int value) throws IOException {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) value);
    try (FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE)) {
      channel.write(ByteBuffer.wrap(bytes), 0);
    }
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, READ)) {
      channel.force(true);
    }
  }

  private interface Look {
    void at(Map<String, Optional<FileImage>> files);
  }

  private static void afterEachPowerCut(SimulatedFileSystem system, Look look) {
    for (int seed = 0; seed < CUTS; seed++) {
      look.at(system.disk().afterPowerCut(new Dice(seed)).files());
    }
  }

  @Test
  void shouldKeepWhatWasForcedAndItsNameWithItsDirectory() throws IOException {
    SimulatedFileSystem system = system(FaultPlan.none());
    write(system.getPath("/file"), 10_000, 7);
    force(system.getPath("/file"));
    force(system.getPath("/"));
    byte[] expected = Files.readAllBytes(system.getPath("/file"));
    afterEachPowerCut(
        system,
        files ->
            assertThat(files.get("/file").orElseThrow().bytes())
                .hasSize(10_000)
                .isEqualTo(expected));
  }

  @Test
  void shouldLoseTheNameOfAForcedFileWhoseDirectoryWasNot() throws IOException {
    SimulatedFileSystem system = system(FaultPlan.none());
    write(system.getPath("/file"), 10, 7);
    force(system.getPath("/file"));
    Set<Boolean> found = new HashSet<>();
    afterEachPowerCut(system, files -> found.add(files.containsKey("/file")));
    assertThat(found).containsExactlyInAnyOrder(true, false);
  }

  @Test
  void shouldKeepOldOrNewOfAnOverwrittenSectorAndNothingElse() throws IOException {
    SimulatedFileSystem system = system(FaultPlan.none());
    Path file = system.getPath("/file");
    write(file, 4096, 1);
    force(file);
    force(system.getPath("/"));
    write(file, 4096, 2);
    Set<Integer> kinds = new HashSet<>();
    afterEachPowerCut(
        system,
        files -> {
          byte[] bytes = files.get("/file").orElseThrow().bytes();
          int differing = 0;
          for (int at = 0; at < bytes.length; at += 512) {
            for (int i = at; i < at + 512; i++) {
              assertThat(bytes[i]).isEqualTo(bytes[at]);
            }
            differing += bytes[at] == 2 ? 1 : 0;
          }
          kinds.add(differing);
        });
    assertThat(kinds).contains(0, 8).hasSizeGreaterThan(3);
  }

  @Test
  void shouldDropZeroAndFlipWhatWasAppendedAndNotForced() throws IOException {
    SimulatedFileSystem system = system(FaultPlan.none());
    force(system.getPath("/"));
    write(system.getPath("/file"), 20_000, 3);
    force(system.getPath("/"));
    Set<Long> sizes = new HashSet<>();
    Set<Integer> values = new HashSet<>();
    afterEachPowerCut(
        system,
        files -> {
          FileImage left = files.get("/file").orElseThrow();
          sizes.add(left.size());
          for (byte value : left.bytes()) {
            values.add(Integer.bitCount(value ^ 3));
          }
        });
    assertThat(sizes).contains(0L, 20_000L, 16_384L);
    assertThat(values).contains(0, 1, 2);
  }

  @Test
  void shouldRenameAtOnceOrNotAtAll() throws IOException {
    SimulatedFileSystem system = system(FaultPlan.none());
    write(system.getPath("/old"), 10, 1);
    force(system.getPath("/old"));
    force(system.getPath("/"));
    Files.move(system.getPath("/old"), system.getPath("/new"), ATOMIC_MOVE);
    Set<Set<String>> found = new HashSet<>();
    afterEachPowerCut(system, files -> found.add(Set.copyOf(files.keySet())));
    assertThat(found).containsExactlyInAnyOrder(Set.of("/", "/old"), Set.of("/", "/new"));
  }

  @Test
  void shouldForgetPagesWhoseForceFailedAndCallTheNextForceASuccess() throws IOException {
    SimulatedFileSystem system = system(FaultPlan.once(Fault.IO_ERROR, 1, Set.of(Operation.FORCE)));
    Path file = system.getPath("/file");
    write(file, 40_000, 9);
    assertThatThrownBy(() -> force(file)).hasMessageContaining("Input/output error");
    force(file);
    force(system.getPath("/"));
    afterEachPowerCut(
        system, files -> assertThat(files.get("/file").orElseThrow().bytes()).contains(0));
  }

  @Test
  void shouldFailEverythingOncePowerIsGone() {
    SimulatedFileSystem system = system(FaultPlan.powerCutAt(1));
    assertThatThrownBy(() -> write(system.getPath("/file"), 1, 1)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Files.createDirectory(system.getPath("/directory")))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(NoSuchFileException.class);
    assertThat(Files.exists(system.getPath("/"))).isFalse();
  }

  @Test
  void shouldBeFullWhenItIs() throws IOException {
    SimulatedFileSystem system =
        SimulatedFileSystem.of(DiskImage.empty(), FaultPlan.none(), new Dice(1), 8192);
    assertThat(Files.getFileStore(system.getPath("/")).getUsableSpace()).isEqualTo(8192);
    assertThatThrownBy(() -> write(system.getPath("/file"), 10_000, 1))
        .hasMessageContaining("No space left on device");
  }

  @Test
  void shouldLockAFileOnce() throws IOException {
    SimulatedFileSystem system = system(FaultPlan.none());
    Path file = system.getPath("/file");
    write(file, 1, 1);
    try (FileChannel other = FileChannel.open(file, WRITE)) {
      try (FileChannel one = FileChannel.open(file, WRITE)) {
        assertThat(one.tryLock().isValid()).isTrue();
        assertThatThrownBy(other::tryLock).isInstanceOf(OverlappingFileLockException.class);
      }
      assertThat(other.tryLock()).isNotNull();
    }
  }
}
