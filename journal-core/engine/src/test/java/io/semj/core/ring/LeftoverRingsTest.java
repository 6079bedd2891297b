package io.semj.core.ring;

import static io.semj.core.fixture.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.SemanticJournal;
import io.semj.core.fixture.Crash;
import io.semj.core.fixture.Events;
import io.semj.core.fixture.LeftRing;
import io.semj.core.fixture.SmallDisk;
import io.semj.core.ring.RingOwner.DirectoryKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which rings an opening removes because nobody will ask for them again. */
class LeftoverRingsTest {
  @TempDir private Path temp;
  private Path rings;
  private Path own;
  private Path journal;

  @BeforeEach
  void make() throws IOException {
    rings = Files.createDirectory(temp.resolve("rings"));
    own = Files.createFile(rings.resolve("semj-own.ring"));
    journal = temp.resolve("home").resolve("journal");
  }

  /** What a killed process leaves of a journal that had written everything. */
  private Path leftOver() throws IOException, InterruptedException {
    Path left = rings.resolve("semj-" + UUID.randomUUID() + ".ring");
    Path alive = Files.createDirectories(temp.resolve("alive"));
    try (SemanticJournal open = SemanticJournal.open(LeftRing.config(journal, alive).build())) {
      open.emitEvent(Events.of(0, 0));
      open.emitEvent(Events.large(1, 5_000));
      open.emitEventsAtomic(List.of(Events.of(0, 2), Events.of(0, 3)));
      Path file = LeftRing.ringFile(alive);
      await().until(() -> RingProgress.settled(Crash.read(file, 0, RingHeader.LENGTH)) == 4);
      Files.copy(file, left);
    }
    ended(left);
    return left;
  }

  /** What one leaves whose writer had not come so far. */
  private Path leftOverWithEvents() throws IOException, InterruptedException {
    Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    Path file = LeftRing.leave(journal, elsewhere, writing -> writing.emitEvent(Events.of(0, 1)));
    Path left = Files.move(file, rings.resolve(file.getFileName()));
    ended(left);
    return left;
  }

  private static void ended(Path ring) throws IOException, InterruptedException {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    change(ring, o -> new RingOwner(ended.pid(), o.view(), o.directory(), o.keys()));
  }

  private static void change(Path ring, UnaryOperator<RingOwner> change) {
    RingOwner owner = RingOwner.decode(Crash.read(ring, 0, RingHeader.LENGTH)).orElseThrow();
    Crash.write(ring, RingOwner.OFFSET, change.apply(owner).encode().orElseThrow().array());
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertStays(Path ring) {
    LeftoverRings.removeBeside(own);
    assertThat(ring).exists();
  }

  @Test
  void shouldBeRemovedWhenAnotherJournalIsOpened() throws Exception {
    Path ring = leftOver();
    delete(journal);
    try (SemanticJournal other =
        SemanticJournal.open(LeftRing.config(temp.resolve("other"), rings).build())) {
      assertThat(ring).doesNotExist();
      assertThat(own).exists(); // no ring, only its name
      other.emitEventDurable(Events.of(0, 0)).join();
    }
  }

  @Test
  void shouldBeRemovedWhenTheDirectoriesAboveWereDeletedToo() throws Exception {
    Path ring = leftOver();
    delete(journal.getParent());
    LeftoverRings.removeBeside(own);
    assertThat(ring).doesNotExist();
  }

  @Test
  void shouldStayWhileItsDirectoryIsThere() throws Exception {
    assertStays(leftOver());
  }

  @Test
  void shouldStayWhileItsProcessLives() throws Exception {
    Path ring = leftOver();
    long alive = ProcessHandle.current().pid();
    change(ring, o -> new RingOwner(alive, o.view(), o.directory(), o.keys()));
    delete(journal);
    assertStays(ring);
  }

  @Test
  void shouldStayWhenItsDirectoryOrTheOneAboveHasAnotherName() throws Exception {
    Path ring = leftOver();
    Path renamed = Files.move(journal, journal.resolveSibling("renamed"));
    assertStays(ring);
    Files.move(renamed, journal);
    Files.move(journal.getParent(), temp.resolve("another home"));
    assertStays(ring);
  }

  @Test
  void shouldStayForAWeekWhenEventsWaitInIt() throws Exception {
    Path ring = leftOverWithEvents();
    delete(journal);
    assertStays(ring);

    Instant longAgo = Instant.now().minus(LeftoverRings.PATIENCE).minus(Duration.ofMinutes(1));
    Files.setLastModifiedTime(ring, FileTime.from(longAgo));
    assertStays(ring); // of which the writer wrote not long ago
    LeftRing.putLong(ring, RingProgress.TIME_OFFSET, longAgo.toEpochMilli());
    Files.setLastModifiedTime(ring, FileTime.from(longAgo));
    LeftoverRings.removeBeside(own);
    assertThat(ring).doesNotExist();
  }

  @Test
  void shouldBeRemovedWhenItsDirectoryWasDirectlyInATemporaryFileSystem() throws Exception {
    try (SmallDisk disk = SmallDisk.tmpfs(temp, 8)) {
      journal = disk.path().resolve("journal");
      Path ring = leftOver();
      delete(journal);
      LeftoverRings.removeBeside(own);
      assertThat(ring).doesNotExist();
    }
  }

  @Test
  void shouldStayWhenItsDirectoryWasDirectlyInAnotherFileSystem() throws Exception {
    try (SmallDisk disk = SmallDisk.ext4(temp, 12)) {
      journal = disk.path().resolve("journal");
      Path ring = leftOver();
      delete(journal);
      assertStays(ring);
    }
  }

  @Test
  void shouldStayWhenItsFileSystemIsNotMounted() throws Exception {
    Path ring;
    try (SmallDisk disk = SmallDisk.tmpfs(temp, 8)) {
      journal = disk.path().resolve("home").resolve("journal");
      ring = leftOver();
    }
    assertStays(ring);
  }

  @Test
  void shouldStayWhenOtherDirectoriesAreWhereThoseAboveItWere() throws Exception {
    Path ring = leftOver();
    delete(journal);
    Path home = journal.getParent();
    Files.move(home, temp.resolve("moved"));
    Files.createDirectory(home);
    assertStays(ring);
  }

  @Test
  void shouldStayWhenItWasMadeByAProcessThatSawOtherMounts() throws Exception {
    Path ring = leftOver();
    delete(journal);
    change(ring, o -> new RingOwner(o.pid(), o.view() + "0", o.directory(), o.keys()));
    assertStays(ring);
  }

  @Test
  void shouldStayWhenAMountThatIsMissingCannotBeRuledOut() throws Exception {
    Path ring = leftOver();
    delete(journal.getParent());
    RingOwner sound = RingOwner.decode(Crash.read(ring, 0, RingHeader.LENGTH)).orElseThrow();
    int last = sound.keys().size() - 1;
    // The directory itself, the one above it, the nearest that is there, the one above that, the
    // root.
    for (int level : new int[] {0, 1, 2, 3, last}) {
      List<DirectoryKey> keys = new ArrayList<>(sound.keys());
      keys.set(level, new DirectoryKey(keys.get(level).device() + 1, keys.get(level).inode()));
      change(ring, o -> new RingOwner(o.pid(), o.view(), o.directory(), keys));
      assertStays(ring);
    }
  }

  @Test
  void shouldStayWhenItsPageIsDamagedAnywhereThatMatters() throws Exception {
    Path ring = leftOver();
    delete(journal);
    byte[] page = Crash.read(ring, 0, RingHeader.LENGTH);
    int end =
        RingOwner.OFFSET + RingOwner.decode(page).orElseThrow().encode().orElseThrow().limit();
    for (int at = 0; at < end; at++) {
      boolean unused = (at >= 12 && at < 16) || (at >= 80 && at < RingOwner.OFFSET);
      if (!unused) {
        Crash.flipByte(ring, at);
        LeftoverRings.removeBeside(own);
        assertThat(ring).as("byte %d", at).exists();
        Crash.flipByte(ring, at);
      }
    }
    Crash.truncate(ring, 100);
    assertStays(ring);
  }

  @Test
  void shouldStayWhenItIsALink() throws Exception {
    Path ring = leftOver();
    delete(journal);
    Path real = Files.move(ring, temp.resolve("real.ring"));
    Files.createSymbolicLink(ring, real);
    assertStays(ring);
    assertThat(real).exists();
  }
}
