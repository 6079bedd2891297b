package io.semj.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.fixture.Crash;
import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.Events;
import io.semj.core.fixture.LeftRing;
import io.semj.core.fixture.RecordingErrors;
import io.semj.core.ring.RingEvents;
import io.semj.core.ring.SurvivingRing;
import io.semj.core.storage.JournalDirectory;
import io.semj.error.CorruptionException;
import io.semj.error.RecoveryException;
import io.semj.event.EventBuilder;
import io.semj.event.SemanticEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an opening makes of the events that a writer left in its ring. */
class SurvivingRingTest {
  @TempDir private Path directory;
  @TempDir private Path rings;
  private final RecordingErrors errors = new RecordingErrors();

  private JournalConfigBuilder config() {
    return LeftRing.config(directory, rings).errorHandler(errors);
  }

  private static void emit(SemanticJournal journal, int from, int to) {
    for (int number = from; number <= to; number++) {
      assertThat(journal.emitEvent(Events.of(0, number))).isEqualTo(number + 1);
    }
  }

  private void assertDrained(long last) {
    Crash.reopen(config().build());
    assertThat(errors.all()).isEmpty();
    List<SemanticEvent> events = DiskView.events(directory);
    DiskView.assertSequences(events, 1, last);
    DiskView.blocks(directory);
    assertThat(LeftRing.hasRing(rings)).isFalse();
    assertThat(directory.resolve("ring.ref")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(RingPlacement.class)
  void shouldWriteWhatWaitedBeforeAnythingNew(RingPlacement placement) {
    LeftRing.leave(directory, rings, journal -> emit(journal, 1, 300));
    try (SemanticJournal journal =
        SemanticJournal.open(config().ringPlacement(placement).build())) {
      assertThat(journal.emitEvent(Events.of(0, 301))).isEqualTo(302);
    }
    assertDrained(302);
    List<SemanticEvent> events = DiskView.events(directory);
    for (SemanticEvent event : events) {
      Events.assertIntact(event);
      assertThat(Events.number(event)).isEqualTo((int) event.sequence() - 1);
    }
  }

  @Test
  void shouldFillAsManySegmentsAsTheRingNeeds() {
    LeftRing.leave(
        directory,
        rings,
        journal -> {
          for (int i = 0; i < 40; i++) {
            journal.emitEvent(Events.large(i, 60_000));
          }
        });
    Crash.reopen(config().maxSegmentBytes(1 << 20).build());
    List<SemanticEvent> events = DiskView.events(directory);
    DiskView.assertSequences(events, 1, 41);
    for (int i = 0; i < 40; i++) {
      assertThat(events.get(i + 1).payload()).isEqualTo(Events.bytes(i, 60_000));
    }
    assertThat(DiskView.segments(directory)).hasSizeGreaterThan(3);
  }

  @Test
  void shouldDrainARecordThatIsLargerThanSegmentsNowAre() {
    LeftRing.leave(
        config().kernelCompatibility(false),
        journal -> journal.emitEvent(Events.large(7, 3 << 20)));
    Crash.reopen(config().maxSegmentBytes(1 << 20).kernelCompatibility(false).build());
    assertThat(DiskView.events(directory).get(1).payload()).isEqualTo(Events.bytes(7, 3 << 20));
  }

  @Test
  void shouldKeepGroupsInOneBlock() {
    LeftRing.leave(
        directory,
        rings,
        journal -> {
          emit(journal, 1, 50);
          journal.emitEventsAtomic(group(1, 200));
          journal.emitEventsAtomic(group(2, 3));
        });
    assertDrained(254);
    assertThat(DiskView.blocks(directory))
        .anyMatch(block -> block.firstSequence() <= 52 && block.lastSequence() >= 251);
  }

  private static List<EventBuilder> group(int source, int size) {
    return IntStream.range(0, size).mapToObj(i -> Events.of(source, i)).toList();
  }

  @Test
  void shouldNotWriteAGroupOfWhichAPartIsMissing() {
    Path ring =
        LeftRing.leave(
            directory,
            rings,
            journal -> {
              emit(journal, 1, 1);
              journal.emitEventsAtomic(group(1, 3)); // 3, 4, 5
              emit(journal, 5, 5);
              journal.emitEventsAtomic(group(2, 2)); // 7, 8
            });
    // The kill came in the middle of its publication, as of the second one's.
    LeftRing.putLong(ring, LeftRing.slot(5), 0);
    LeftRing.putLong(ring, LeftRing.slot(8), 0);
    Crash.reopen(config().build());
    assertThat(DiskView.events(directory))
        .extracting(SemanticEvent::sequence)
        .containsExactly(1L, 2L, 6L);
    assertThat(DiskView.blocks(directory))
        .anyMatch(block -> block.firstSequence() == 6 && block.droppedBefore() == 3);
  }

  @Test
  void shouldTellOfClaimsThatWereNeverPublished() {
    Path ring = LeftRing.leave(directory, rings, journal -> emit(journal, 1, 20));
    LeftRing.putLong(ring, LeftRing.slot(10), 0);
    LeftRing.putLong(ring, LeftRing.slot(11), 0);
    try (SemanticJournal journal = SemanticJournal.open(config().build())) {
      assertThat(journal.emitEvent(Events.of(0, 30))).isEqualTo(22);
    }
    assertThat(DiskView.blocks(directory))
        .anyMatch(block -> block.firstSequence() == 12 && block.droppedBefore() == 2);
    assertThat(DiskView.events(directory)).hasSize(20);
  }

  @Test
  void shouldNotGiveTheSequencesOfDroppedEventsOutAgain() {
    Path ring = LeftRing.leave(directory, rings, journal -> emit(journal, 1, 9));
    for (long sequence = 2; sequence <= 10; sequence++) {
      LeftRing.putLong(ring, LeftRing.slot(sequence), -sequence);
    }
    try (SemanticJournal journal = SemanticJournal.open(config().build())) {
      assertThat(journal.status().lastEmittedSequence()).isEqualTo(10);
      assertThat(journal.emitEvent(Events.of(0, 30))).isEqualTo(11);
      journal.flush();
    }
    assertThat(DiskView.events(directory))
        .extracting(SemanticEvent::sequence)
        .containsExactly(1L, 11L);
    assertThat(DiskView.blocks(directory))
        .anyMatch(block -> block.firstSequence() == 11 && block.droppedBefore() == 9);
  }

  @Test
  void shouldDrainOnceThoughKilledBeforeTheRingWasRemoved() throws IOException {
    Path ring = LeftRing.leave(directory, rings, journal -> emit(journal, 1, 300));
    byte[] content = Files.readAllBytes(ring);
    byte[] reference = Files.readAllBytes(directory.resolve("ring.ref"));
    Crash.reopen(config().build());
    Files.write(ring, content);
    Files.write(directory.resolve("ring.ref"), reference);
    assertDrained(301);
  }

  @Test
  void shouldGoOnWhereADrainWasKilled() throws IOException {
    Path ring = LeftRing.leave(directory, rings, journal -> emit(journal, 1, 300));
    byte[] content = Files.readAllBytes(ring);
    byte[] reference = Files.readAllBytes(directory.resolve("ring.ref"));
    byte[] mark = Files.readAllBytes(directory.resolve("durable.mark"));
    Crash.reopen(config().build());
    List<DiskView.Block> drained =
        DiskView.blocks(directory).stream().filter(block -> block.firstSequence() > 1).toList();
    assertThat(drained).hasSizeGreaterThan(1);
    Files.write(ring, content);
    Files.write(directory.resolve("ring.ref"), reference);
    Files.write(directory.resolve("durable.mark"), mark);
    for (Path later : DiskView.segments(directory)) {
      if (later.compareTo(drained.get(0).file()) > 0) {
        Files.delete(later);
      }
    }
    Crash.unseal(drained.get(0).file());
    Crash.truncate(drained.get(0).file(), drained.get(1).position());
    assertDrained(301);
  }

  @Test
  void shouldRefuseToOpenWithRecoveryOffAndLeaveTheRing() {
    LeftRing.leave(directory, rings, journal -> emit(journal, 1, 5));
    DiskView.segments(directory).forEach(segment -> Crash.seal(directory, segment));
    Map<String, ByteBuffer> before = Crash.contents(rings);
    assertThatThrownBy(() -> SemanticJournal.open(config().recovery(false).build()))
        .isInstanceOf(RecoveryException.class)
        .hasMessageContaining("events wait in the ring")
        .hasMessageContaining("events=5");
    assertThat(Crash.contents(rings)).isEqualTo(before);
    assertDrained(6);
  }

  @Test
  void shouldLeaveTheRingOfAJournalThatCannotBeOpened() {
    LeftRing.leave(directory, rings, journal -> emit(journal, 1, 5));
    Path segment = DiskView.segments(directory).get(0);
    long position = DiskView.blocks(directory).get(0).position();
    Crash.flipByte(segment, position + 100);
    Map<String, ByteBuffer> before = Crash.contents(rings);
    assertThatThrownBy(() -> SemanticJournal.open(config().build()))
        .isInstanceOf(CorruptionException.class);
    assertThat(Crash.contents(rings)).isEqualTo(before);
    Crash.flipByte(segment, position + 100);
    assertDrained(6);
  }

  @Test
  void shouldKeepItsRingWhenTheDirectoryIsMoved() throws IOException {
    LeftRing.leave(directory.resolve("a"), rings, journal -> emit(journal, 1, 5));
    Path moved = Files.move(directory.resolve("a"), directory.resolve("b"));
    Crash.reopen(LeftRing.config(moved, rings).errorHandler(errors).build());
    assertThat(errors.all()).isEmpty();
    DiskView.assertSequences(DiskView.events(moved), 1, 6);
  }

  @Test
  void shouldNotTakeTheRingOfTheDirectoryThatItIsACopyOf() {
    Path original = directory.resolve("a");
    Path copy = directory.resolve("b");
    Path ring = LeftRing.leave(original, rings, journal -> emit(journal, 1, 5));
    Crash.copy(original, copy);
    Map<String, ByteBuffer> before = Crash.contents(rings);
    Crash.reopen(LeftRing.config(copy, rings).errorHandler(errors).build());
    assertThat(Crash.contents(rings)).isEqualTo(before);
    assertThat(errors.all()).hasSize(1);
    assertThat(errors.all().get(0))
        .hasMessageContaining("directory is a copy")
        .hasMessageContaining(ring.toString());
    assertThat(DiskView.events(copy)).hasSize(1);
    Crash.reopen(LeftRing.config(original, rings).build());
    assertThat(DiskView.events(original)).hasSize(6);
  }

  @Test
  void shouldTellOfflineToolsWhatWaits() {
    Path ring = LeftRing.leave(directory, rings, journal -> emit(journal, 1, 5));
    SurvivingRing found = SurvivingRing.find(JournalDirectory.existing(directory)).orElseThrow();
    assertThat(found.standing()).isEqualTo(SurvivingRing.Standing.READABLE);
    assertThat(found.file()).isEqualTo(ring);
    RingEvents waiting = found.waitingBehind(1);
    assertThat(waiting.events()).hasSize(5);
    assertThat(waiting.firstSequence()).isEqualTo(2);
    assertThat(waiting.lastSequence()).isEqualTo(6);
    assertThat(found.waitingBehind(6).isEmpty()).isTrue();

    Path aside = found.setAside("the journal goes back");
    assertThat(aside).exists().hasParent(directory.resolve("quarantine"));
    assertThat(directory.resolve("quarantine/MANIFEST"))
        .content()
        .contains("the journal goes back")
        .contains(aside.getFileName().toString());
    assertThat(LeftRing.hasRing(rings)).isFalse();
    assertThat(SurvivingRing.find(JournalDirectory.existing(directory))).isEmpty();
    Crash.reopen(config().build());
    assertThat(DiskView.events(directory)).hasSize(1);
  }

  @Test
  void shouldLeaveNothingBehindWhenClosed() {
    try (SemanticJournal journal = SemanticJournal.open(config().build())) {
      assertThat(journal.status().ringSurvives()).isTrue();
      assertThat(LeftRing.hasRing(rings)).isTrue();
      journal.emitEvent(Events.of(0, 0));
    }
    assertThat(LeftRing.hasRing(rings)).isFalse();
    assertThat(SurvivingRing.find(JournalDirectory.existing(directory))).isEmpty();
  }
}
