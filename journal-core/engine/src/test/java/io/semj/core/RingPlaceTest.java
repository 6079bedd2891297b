package io.semj.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.Events;
import io.semj.core.fixture.LeftRing;
import io.semj.core.fixture.RecordingErrors;
import io.semj.core.fixture.SmallDisk;
import io.semj.error.InsufficientSpaceException;
import io.semj.error.JournalException;
import io.semj.error.JournalNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the ring goes, and what happens where there is no room for it. */
class RingPlaceTest {
  @TempDir private Path directory;
  @TempDir private Path parent;
  private final RecordingErrors errors = new RecordingErrors();

  private JournalConfigBuilder config() {
    return JournalConfig.builder(directory).errorHandler(errors).kernelCompatibility(false);
  }

  private static void emit(SemanticJournal journal) {
    journal.emitEvent(Events.of(0, 0));
    journal.emitEvent(Events.large(1, 60_000));
    journal.flush();
  }

  @Test
  void shouldSurviveByItselfWhereThereIsMemoryToShare() throws IOException {
    assumeTrue(
        Files.isDirectory(Path.of("/dev/shm"))
            && Files.getFileStore(Path.of("/dev/shm")).type().equals("tmpfs"),
        "SKIPPED: no tmpfs at /dev/shm");
    try (SemanticJournal journal = SemanticJournal.open(config().build())) {
      assertThat(journal.status().ringSurvives()).isTrue();
      emit(journal);
    }
    assertThat(errors.all()).isEmpty();
  }

  @Test
  void shouldBePrivateByItselfOnADisk() throws IOException {
    assumeTrue(
        !Files.getFileStore(parent).type().equals("tmpfs"), "SKIPPED: temporary files in memory");
    try (SemanticJournal journal = SemanticJournal.open(config().ringDirectory(parent).build())) {
      assertThat(journal.status().ringSurvives()).isFalse();
      emit(journal);
    }
    assertThat(errors.all()).isEmpty();
  }

  @Test
  void shouldBeReadableByItsOwnerOnly() throws IOException {
    try (SemanticJournal journal =
        SemanticJournal.open(LeftRing.config(directory, parent).build())) {
      emit(journal);
      assertThat(Files.getPosixFilePermissions(LeftRing.ringFile(parent)))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void shouldSurviveInTheJournalsDirectory() {
    JournalConfig config = LeftRing.config(directory, directory).build();
    LeftRing.leave(LeftRing.config(directory, directory), RingPlaceTest::emitTwo);
    assertThat(LeftRing.hasRing(directory)).isTrue();
    SemanticJournal.open(config).close();
    assertThat(LeftRing.hasRing(directory)).isFalse();
    assertThat(DiskView.events(directory)).hasSize(3);
  }

  @Test
  void shouldMoveWithTheJournalsDirectoryHoweverThatWasSpelled() throws IOException {
    Path journal = directory.resolve("journal");
    Path spelled = directory.resolve("journal").resolve("..").resolve("journal");
    LeftRing.leave(LeftRing.config(journal, spelled), RingPlaceTest::emitTwo);
    Path moved = Files.move(journal, parent.resolve("moved"));
    SemanticJournal.open(LeftRing.config(moved, moved).errorHandler(errors).build()).close();
    assertThat(errors.all()).isEmpty();
    assertThat(DiskView.events(moved)).hasSize(3);
  }

  private static void emitTwo(SemanticJournal journal) {
    journal.emitEvent(Events.of(0, 0));
    journal.emitEvent(Events.large(1, 60_000));
  }

  @Test
  void shouldBePrivateAndSaySoWhereThereIsNoRoom() {
    try (SmallDisk memory = SmallDisk.tmpfs(parent, 20)) {
      JournalConfig config = config().ringDirectory(memory.path()).build();
      try (SemanticJournal journal = SemanticJournal.open(config)) {
        assertThat(journal.status().ringSurvives()).isFalse();
        emit(journal);
      }
      assertThat(errors.all()).hasSize(1);
      assertThat(errors.all().get(0)).isInstanceOf(InsufficientSpaceException.class);
      assertThat(LeftRing.hasRing(memory.path())).isFalse();
      assertThat(directory.resolve("ring.ref")).doesNotExist();
    }
  }

  @Test
  void shouldNotOpenWhereTheRingHasToSurviveAndCannot() {
    try (SmallDisk memory = SmallDisk.tmpfs(parent, 20)) {
      JournalConfig config =
          config().ringPlacement(RingPlacement.SURVIVING).ringDirectory(memory.path()).build();
      assertThatThrownBy(() -> SemanticJournal.open(config))
          .isInstanceOf(InsufficientSpaceException.class);
      assertThat(LeftRing.hasRing(memory.path())).isFalse();
    }
    JournalConfig nowhere =
        config()
            .ringPlacement(RingPlacement.SURVIVING)
            .ringDirectory(parent.resolve("nowhere"))
            .build();
    assertThatThrownBy(() -> SemanticJournal.open(nowhere))
        .isInstanceOf(JournalNotFoundException.class);
    SemanticJournal.open(config().ringPlacement(RingPlacement.PRIVATE).build()).close();
    assertThat(errors.all()).isEmpty();
  }

  @Test
  void shouldWriteLargeEventsBeforeTheirEmissionReturnsWhereThereIsNoRoomForThem() {
    try (SmallDisk memory = SmallDisk.tmpfs(parent, 60)) {
      JournalConfig config = config().ringDirectory(memory.path()).build();
      try (SemanticJournal journal = SemanticJournal.open(config)) {
        assertThat(journal.status().ringSurvives()).isTrue();
        memory.fill();
        for (int i = 0; i < 20; i++) {
          long sequence = journal.emitEvent(Events.large(i, 60_000));
          assertThat(journal.status().writtenSequence()).isGreaterThanOrEqualTo(sequence);
          journal.emitEvent(Events.of(i, i));
        }
        memory.free();
      }
      assertThat(DiskView.events(directory)).hasSize(40);
      assertThat(errors.all()).isEmpty();
    }
  }

  @Test
  void shouldHaveRoomForLargeEventsOfAThreadThatWasInterrupted() {
    byte[] large = new byte[900_000];
    try (SemanticJournal journal =
        SemanticJournal.open(
            LeftRing.config(directory, parent).kernelCompatibility(false).build())) {
      for (int i = 0; i < 8; i++) {
        Thread.currentThread().interrupt();
        journal.emitEvent(Events.of(0, i).payload(large));
        assertThat(Thread.interrupted()).isTrue();
      }
      assertThat(LeftRing.ringFile(parent).toFile().length())
          .isGreaterThan(LeftRing.RING_END + (1 << 20));
      journal.emitEvent(Events.large(1, 4 << 20)); // for which the file grows, unless it has
      assertThat(LeftRing.ringFile(parent).toFile().length())
          .isGreaterThanOrEqualTo(LeftRing.RING_END + (4 << 20));
    }
    assertThat(DiskView.events(directory)).hasSize(9);
  }

  @Test
  void shouldKeepRefusingEmissionsWhenTheRingIsGone() {
    SemanticJournal journal = SemanticJournal.open(LeftRing.config(directory, parent).build());
    emit(journal);
    journal.close();
    for (int i = 0; i < 3 * LeftRing.SLOTS; i++) {
      int number = i;
      assertThatThrownBy(() -> journal.emitEvent(Events.of(1, number)))
          .isInstanceOf(JournalException.class)
          .hasMessage("journal is closed");
      assertThatThrownBy(() -> journal.emitEvent(Events.large(1, 5_000)))
          .hasMessage("journal is closed");
    }
  }
}
