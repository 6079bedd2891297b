package io.semj.core;

import static io.semj.core.fixture.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.fixture.ChildJvm;
import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.DiskView.Block;
import io.semj.core.fixture.EmitOntoFullDisk;
import io.semj.core.fixture.Events;
import io.semj.core.fixture.RecordingErrors;
import io.semj.core.fixture.SmallDisk;
import io.semj.error.InsufficientSpaceException;
import io.semj.error.JournalException;
import io.semj.error.JournalFailedException;
import io.semj.error.JournalTimeoutException;
import io.semj.error.StorageException;
import io.semj.error.StoragePermissionException;
import io.semj.event.SemanticEvent;
import io.semj.format.BlockCompression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Disks that are full, break or go away. */
class SmallDiskTest {
  @TempDir private Path temp;
  private final RecordingErrors errors = new RecordingErrors();

  private JournalConfigBuilder config(Path directory) {
    return JournalConfig.builder(directory)
        .ringSize(128)
        .ringPlacement(RingPlacement.PRIVATE) // a journal that fails would leave the other one
        .maxSegmentBytes(1 << 20)
        .compression(BlockCompression.NONE)
        .overflowTimeout(Duration.ofMillis(20))
        .closeTimeout(Duration.ofSeconds(10))
        .errorHandler(errors)
        .retention(RetentionPolicy.keepAll().withKeepFreeBytes(0));
  }

  private SmallDisk disk(String type) {
    return type.equals("tmpfs") ? SmallDisk.tmpfs(temp, 8) : SmallDisk.ext4(temp, 12);
  }

  /** Emits until the journal says that there is no space; the last sequence that it took. */
  private static long emitUntilFull(SemanticJournal journal) {
    long last = journal.status().lastEmittedSequence();
    while (true) {
      try {
        last = journal.emitEvent(Events.of(0, (int) last));
      } catch (InsufficientSpaceException full) {
        assertThat(full).hasMessageContaining("no space left for the journal: directory=");
        return last;
      } catch (JournalTimeoutException slow) {
        // The disk was slow, not full.
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"tmpfs, MAPPED", "tmpfs, CHANNEL", "ext4, MAPPED", "ext4, CHANNEL"})
  void shouldGoOnByItselfWhenThereIsSpaceAgain(String type, SegmentIo io) throws IOException {
    try (SmallDisk disk = disk(type)) {
      Path directory = disk.path().resolve("journal");
      long last = 0;
      try (SemanticJournal journal =
          SemanticJournal.open(config(directory).segmentIo(io).build())) {
        for (int round = 0; round < 3; round++) {
          disk.fill();
          last = emitUntilFull(journal);
          long taken = last;
          assertThat(journal.status().state()).isEqualTo(JournalState.SPACE_FULL);
          assertThat(errors.all()).anyMatch(InsufficientSpaceException.class::isInstance);
          assertThat(journal.status().failure()).isEmpty();

          disk.free();
          await().until(() -> journal.status().writtenSequence() == taken);
          await().until(() -> journal.status().state() != JournalState.SPACE_FULL);
          assertThat(journal.flush()).isEqualTo(taken);
          errors.all().clear();
        }
      }
      List<SemanticEvent> events = DiskView.events(directory);
      DiskView.assertSequences(events, 1, last);
      events.forEach(Events::assertIntact);
      DiskView.blocks(directory);
      assertThat(Files.exists(directory.resolve("quarantine"))).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({"tmpfs, MAPPED", "tmpfs, CHANNEL", "ext4, MAPPED", "ext4, CHANNEL"})
  void shouldLoseNothingAcknowledgedWhenItIsClosedOnAFullDisk(String type, SegmentIo io) {
    try (SmallDisk disk = disk(type)) {
      Path directory = disk.path().resolve("journal");
      SemanticJournal journal =
          SemanticJournal.open(
              config(directory).segmentIo(io).closeTimeout(Duration.ofMillis(200)).build());
      long last = emitUntilFull(journal);
      assertThatThrownBy(journal::close)
          .isInstanceOf(JournalFailedException.class)
          .hasCauseInstanceOf(InsufficientSpaceException.class);
      JournalStatus status = journal.status();
      assertThat(status.writtenSequence()).isLessThan(last);
      assertThat(status.durableSequence()).isPositive();

      List<SemanticEvent> events = DiskView.events(directory);
      assertThat((long) events.size()).isGreaterThanOrEqualTo(status.writtenSequence());
      DiskView.assertSequences(events, 1, events.size());
    }
  }

  @ParameterizedTest
  @CsvSource({"tmpfs, MAPPED", "tmpfs, CHANNEL", "ext4, MAPPED", "ext4, CHANNEL"})
  void shouldLoseNothingButWhatItCountedAsDroppedWhenItIsKilledOnAFullDisk(
      String type, SegmentIo io) throws IOException {
    try (SmallDisk disk = disk(type)) {
      Path directory = disk.path().resolve("journal");
      Path rings = Files.createDirectory(temp.resolve("rings"));
      Files.write(disk.path().resolve("ballast"), new byte[4 << 20]);
      long emitted;
      long dropped;
      try (ChildJvm child = ChildJvm.start(EmitOntoFullDisk.class, directory, rings, io)) {
        Matcher told = Pattern.compile("emitted=(\\d+) dropped=(\\d+)").matcher(child.readLine());
        assertThat(told.matches()).isTrue();
        emitted = Long.parseLong(told.group(1));
        dropped = Long.parseLong(told.group(2));
        child.kill();
      }
      assertThat(dropped).isPositive();
      disk.free();

      SemanticJournal.open(config(directory).build()).close();
      assertThat(errors.all()).isEmpty();
      List<SemanticEvent> events = DiskView.events(directory);
      assertThat(events).hasSize((int) (emitted - dropped));
      assertThat(events.get(events.size() - 1).sequence()).isEqualTo(emitted);
      assertThat(DiskView.blocks(directory).stream().mapToLong(Block::droppedBefore).sum())
          .isEqualTo(dropped);
    }
  }

  @Test
  void shouldRefuseToOpenOnAFullDisk() {
    try (SmallDisk disk = disk("ext4")) {
      disk.fill();
      assertThatThrownBy(() -> SemanticJournal.open(config(disk.path().resolve("journal")).build()))
          .isInstanceOf(InsufficientSpaceException.class)
          .hasMessageContaining(disk.path().toString());
    }
  }

  @Test
  void shouldKeepSpaceFreeAsItWasTold() {
    try (SmallDisk disk = disk("tmpfs")) {
      Path directory = disk.path().resolve("journal");
      RetentionPolicy keepFree = RetentionPolicy.keepAll().withKeepFreeBytes(4 << 20);
      SemanticJournal journal =
          SemanticJournal.open(
              config(directory).retention(keepFree).closeTimeout(Duration.ofMillis(50)).build());
      emitUntilFull(journal);
      assertThat(disk.path().toFile().getUsableSpace()).isGreaterThan(2 << 20);
      assertThatThrownBy(journal::close).isInstanceOf(JournalFailedException.class);
    }
  }

  @Test
  void shouldDeleteOldSegmentsToKeepSpaceFree() {
    try (SmallDisk disk = disk("tmpfs")) {
      Path directory = disk.path().resolve("journal");
      RetentionPolicy keepFree =
          RetentionPolicy.keepAll().withMaxSegments(1_000).withKeepFreeBytes(3 << 20);
      try (SemanticJournal journal =
          SemanticJournal.open(
              config(directory)
                  .retention(keepFree)
                  .overflowTimeout(Duration.ofSeconds(20))
                  .build())) {
        for (int i = 0; i < 40_000; i++) {
          journal.emitEvent(Events.of(0, i));
        }
        assertThat(journal.status().firstSequence()).isGreaterThan(1);
      }
      List<SemanticEvent> events = DiskView.events(directory);
      assertThat(events.get(events.size() - 1).sequence()).isEqualTo(40_000);
      DiskView.assertSequences(events, events.get(0).sequence(), 40_000);
    }
  }

  @ParameterizedTest
  @EnumSource(SegmentIo.class)
  void shouldFailStopWhenTheDiskBreaks(SegmentIo io) {
    try (SmallDisk disk = disk("ext4")) {
      Path directory = disk.path().resolve("journal");
      SemanticJournal journal =
          SemanticJournal.open(
              config(directory)
                  .segmentIo(io)
                  .retry(
                      RetryPolicy.standard()
                          .withRetries(0, Duration.ofMillis(1), 1, Duration.ofMillis(1)))
                  .build());
      long durable = journal.emitEventDurable(Events.of(0, 0)).join();
      disk.breakIt();
      assertThatThrownBy(
              () -> {
                for (int i = 1; ; i++) {
                  journal.emitEventDurable(Events.of(0, i));
                }
              })
          .isInstanceOf(JournalException.class);
      await().until(() -> journal.status().state() == JournalState.FAILED);
      assertThat(journal.status().failure()).get().isInstanceOf(StorageException.class);
      assertThat(journal.status().durableSequence()).isGreaterThanOrEqualTo(durable);
      assertThatThrownBy(journal::close).isInstanceOf(JournalFailedException.class);
      assertThatThrownBy(() -> SemanticJournal.open(config(directory).build()))
          .isInstanceOf(StoragePermissionException.class);
    }
  }

  @Test
  void shouldFailStopWithATypedErrorWhenTheDirectoryIsDeleted() throws IOException {
    Path directory = temp.resolve("journal");
    SemanticJournal journal = SemanticJournal.open(config(directory).build());
    journal.emitEventDurable(Events.of(0, 0)).join();
    for (String name : directory.toFile().list()) {
      Files.delete(directory.resolve(name));
    }
    Files.delete(directory);
    assertThatThrownBy(
            () -> {
              for (int i = 1; ; i++) {
                journal.emitEvent(Events.of(0, i));
              }
            })
        .isInstanceOf(JournalException.class);
    await().until(() -> journal.status().state() == JournalState.FAILED);
    assertThat(journal.status().failure()).get().isInstanceOf(StorageException.class);
    assertThatThrownBy(journal::close).isInstanceOf(JournalFailedException.class);
  }
}
