package io.semj.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.fixture.Crash;
import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.Events;
import io.semj.core.fixture.LeftRing;
import io.semj.core.fixture.RecordingErrors;
import io.semj.core.ring.SlotDescriptor;
import io.semj.event.EventBuilder;
import io.semj.event.SemanticEvent;
import io.semj.format.RecordDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rings that are not what they should be: recognised, told, never drained. */
class DamagedRingTest {
  private static final int WAITING = 20;
  private static final int LARGE = 5;

  /** Has its whole record in its slot. */
  private static final int WHOLE = 12;

  /** Has what follows the head of its short form aside. */
  private static final int ASIDE = 14;

  private static final int SLOT_LENGTH = 8;
  private static final int SLOT_FLAGS = 12;
  private static final int SLOT_GROUP_LEFT = 16;
  private static final int SLOT_LARGE_POSITION = 24;
  private static final int SLOT_RECORD = 32;

  @TempDir private Path directory;
  @TempDir private Path rings;
  private final RecordingErrors errors = new RecordingErrors();
  private Path ring;

  @BeforeEach
  void leaveARing() {
    ring =
        LeftRing.leave(
            directory,
            rings,
            journal -> {
              for (int number = 1; number <= WAITING; number++) {
                journal.emitEvent(event(number));
              }
            });
  }

  private static EventBuilder event(int number) {
    return switch (number) {
      case LARGE -> Events.large(1, 5_000);
      case ASIDE -> Events.large(1, 600);
      case WHOLE -> Events.large(1, 20).replayPriority(1);
      default -> Events.of(0, number);
    };
  }

  private void reopen() {
    Crash.reopen(LeftRing.config(directory, rings).errorHandler(errors).build());
  }

  private Path reference() {
    return directory.resolve("ring.ref");
  }

  private List<Path> quarantined() {
    Path quarantine = directory.resolve("quarantine");
    if (!Files.exists(quarantine)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(quarantine)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens, and finds the ring in the quarantine as it was, and its events nowhere else. */
  private void assertSetAside(String reason) throws IOException {
    byte[] content = Files.readAllBytes(ring);
    reopen();
    assertThat(errors.all()).hasSize(1);
    assertThat(errors.all().get(0)).hasMessageContaining(reason).hasMessageContaining("set aside");
    Path aside = directory.resolve("quarantine").resolve(ring.getFileName());
    assertThat(Files.readAllBytes(aside)).isEqualTo(content);
    assertThat(ring).doesNotExist();
    assertThat(DiskView.events(directory)).hasSize(1);
    errors.all().clear();
    reopen();
    assertThat(errors.all()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, not a ring",
    "4, checksum of the ring's header does not match",
    "8, checksum of the ring's header does not match",
    "20, checksum of the ring's header does not match",
    "64, checksum of the ring's header does not match",
    "79, checksum of the ring's header does not match",
  })
  void shouldSetARingWithATornHeaderAside(long position, String reason) throws IOException {
    Crash.flipByte(ring, position);
    assertSetAside(reason);
  }

  @Test
  void shouldSetARingOfAnotherVersionAside() throws IOException {
    LeftRing.putInt(ring, 8, 3);
    LeftRing.sumHeader(ring);
    assertSetAside("ring has another version: expected=2, actual=3");
  }

  @Test
  void shouldTellTheProcessThatEmittedAnEventWhoseShortFormWaited() {
    LeftRing.putInt(ring, 12, 4_711);
    LeftRing.sumHeader(ring);
    reopen();
    List<SemanticEvent> events = DiskView.events(directory);
    assertThat(events).hasSize(WAITING + 1);
    assertThat(events.get(10).processId()).isEqualTo(4_711);
    assertThat(events.get(WHOLE).processId()).isEqualTo((int) ProcessHandle.current().pid());
  }

  @Test
  void shouldSetARingOfAnotherJournalAside() throws IOException {
    LeftRing.putLong(ring, 32, 1);
    LeftRing.sumHeader(ring);
    assertSetAside("ring belongs to another journal: expected=");
  }

  @ParameterizedTest
  @CsvSource({
    "64, 0",
    "64, 511",
    "64, 1024",
    "64, -2147483648",
    "68, 16",
    "68, 0",
    "68, 200",
    "68, 2097152"
  })
  void shouldSetARingWithWrongSizesAside(long position, int value) throws IOException {
    LeftRing.putInt(ring, position, value);
    LeftRing.sumHeader(ring);
    // Of large records there is more than one megabyte behind the slots.
    Crash.truncate(ring, LeftRing.SLOTS_END);
    assertSetAside("sizes of the ring do not fit");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 50, 80, 4_096, 4_096 + 512 * 320 - 1})
  void shouldSetAHalfWrittenRingAside(long size) throws IOException {
    Crash.truncate(ring, size);
    assertSetAside("ring");
  }

  @Test
  void shouldSetARingFromBeforeARestartAside() throws IOException {
    LeftRing.changeReference(reference(), bytes -> bytes.putLong(32, 1));
    assertSetAside("operating system was restarted");
  }

  @Test
  void shouldSetADamagedReferenceAsideAndLeaveTheRing() throws IOException {
    byte[] content = Files.readAllBytes(ring);
    Crash.flipByte(reference(), 20);
    reopen();
    assertThat(errors.all()).hasSize(1);
    assertThat(errors.all().get(0)).hasMessageContaining("reference to the ring is damaged");
    assertThat(quarantined())
        .extracting(Path::getFileName)
        .map(Path::toString)
        .containsExactlyInAnyOrder("ring.ref", "MANIFEST");
    assertThat(Files.readAllBytes(ring)).isEqualTo(content);
  }

  @Test
  void shouldTellThatARingWasRemoved() throws IOException {
    Files.delete(ring);
    reopen();
    assertThat(errors.all()).hasSize(1);
    assertThat(errors.all().get(0))
        .hasMessageContaining("the ring's file was removed")
        .hasMessageContaining("may be lost");
  }

  @Test
  void shouldNotMissTheRingAfterARestart() throws IOException {
    Files.delete(ring);
    LeftRing.changeReference(reference(), bytes -> bytes.putLong(32, 1));
    reopen();
    assertThat(errors.all()).isEmpty();
  }

  @Test
  void shouldRemoveARingThatWasNeverFinished() throws IOException {
    LeftRing.changeReference(reference(), bytes -> bytes.putInt(12, 0));
    Crash.truncate(ring, 1_000);
    reopen();
    assertThat(errors.all()).isEmpty();
    assertThat(ring).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"another ring", "a link"})
  void shouldNotTouchAFileThatIsNotTheRing(String what) throws IOException {
    Path moved = rings.resolve("elsewhere");
    Files.move(ring, moved);
    if (what.equals("a link")) {
      Files.createSymbolicLink(ring, moved);
    } else {
      Files.copy(moved, ring);
      LeftRing.putLong(ring, 16, 7);
      LeftRing.sumHeader(ring);
    }
    Map<String, ByteBuffer> before = Crash.contents(rings);
    reopen();
    assertThat(errors.all()).hasSize(1);
    assertThat(errors.all().get(0)).hasMessageContaining("left where it is");
    assertThat(Crash.contents(rings)).isEqualTo(before);
    assertThat(DiskView.events(directory)).hasSize(1);
  }

  @Test
  void shouldSetTheRingAsideWhenTheSegmentsAreAnotherJournals() throws IOException {
    Path other = Files.createDirectory(rings.resolve("other"));
    try (SemanticJournal journal =
        SemanticJournal.open(
            JournalConfig.builder(other).ringPlacement(RingPlacement.PRIVATE).build())) {
      journal.emitEvent(Events.of(5, 5));
    }
    DiskView.segments(directory).forEach(DamagedRingTest::delete);
    Files.delete(directory.resolve("durable.mark"));
    for (Path segment : DiskView.segments(other)) {
      Files.copy(
          segment, directory.resolve(segment.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
    assertSetAside("ring belongs to another journal");
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Event 10 is damaged: all others are written, and the ring is kept to be looked at. */
  private void assertAllButOne(Consumer<Long> damage, long sequence) {
    damage.accept(LeftRing.slot(sequence));
    reopen();
    assertThat(DiskView.events(directory))
        .extracting(SemanticEvent::sequence)
        .hasSize(WAITING)
        .doesNotContain(sequence);
    DiskView.blocks(directory);
    assertThat(errors.all()).hasSize(1);
    assertThat(errors.all().get(0)).hasMessageContaining("1 of its slots are damaged");
    assertThat(quarantined()).extracting(Path::getFileName).contains(ring.getFileName());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 203, 204, 2_000, Integer.MAX_VALUE})
  void shouldNotWriteARecordOfAnotherLength(int length) {
    assertAllButOne(slot -> LeftRing.putInt(ring, slot + SLOT_LENGTH, length), 10);
  }

  @Test
  void shouldNotWriteARecordThatDoesNotSayItsSequence() {
    assertAllButOne(
        slot ->
            LeftRing.putLong(
                ring, slot + SLOT_RECORD + RecordDescriptor.USERSPACE_SEQUENCE_OFFSET, 11),
        WHOLE + 1);
  }

  @Test
  void shouldNotWriteARecordWhosePartsDoNotFit() {
    assertAllButOne(
        slot ->
            LeftRing.putInt(
                ring, slot + SLOT_RECORD + RecordDescriptor.PAYLOAD_SIZE_OFFSET, 1 << 20),
        WHOLE + 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1 << 20, -1, Integer.MIN_VALUE})
  void shouldNotWriteAShortFormWhosePartsDoNotFit(int size) {
    assertAllButOne(
        slot -> LeftRing.putInt(ring, slot + SlotDescriptor.SHORT_SIZES_OFFSET, size), 10);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 4_096, -1, Long.MAX_VALUE, 1L << 40})
  void shouldNotWriteAShortFormWhoseBodyIsNotWhereItsSlotSays(long position) {
    assertAllButOne(
        slot -> LeftRing.putLong(ring, slot + SlotDescriptor.SHORT_BODY_OFFSET, position),
        ASIDE + 1);
  }

  @Test
  void shouldNotWriteAShortFormThatIsLongerThanItsSlot() {
    assertAllButOne(slot -> LeftRing.putInt(ring, slot + SLOT_LENGTH, 204 + 256 + 1), 10);
  }

  @Test
  void shouldNotWriteASlotThatWasGivenUp() {
    assertAllButOne(slot -> LeftRing.putInt(ring, slot + SLOT_FLAGS, 1), 10);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 512, Integer.MAX_VALUE})
  void shouldNotWriteASlotOfAnImpossibleGroup(int left) {
    assertAllButOne(slot -> LeftRing.putInt(ring, slot + SLOT_GROUP_LEFT, left), 10);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        4_096,
        -1,
        Long.MAX_VALUE,
        1L << 40,
        4_096 + 512 * 320 + 1_024,
        4_096 + 512 * 1_344 + 512
      })
  void shouldNotWriteALargeRecordThatIsNotWhereItsSlotSays(long position) {
    assertAllButOne(
        slot -> LeftRing.putLong(ring, slot + SLOT_LARGE_POSITION, position), LARGE + 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {12, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 60})
  void shouldNotBelieveACommitWordThatDoesNotBelongToItsSlot(long word) {
    assertAllButOne(slot -> LeftRing.putLong(ring, slot, word), 10);
  }

  @Test
  void shouldNotFindEventsThatAreWrittenAlready() {
    // The slots of an earlier round, half overwritten since.
    for (long sequence = 2; sequence <= WAITING + 1; sequence++) {
      LeftRing.putLong(ring, LeftRing.slot(sequence), 0);
    }
    LeftRing.putLong(ring, LeftRing.slot(1), 1);
    LeftRing.putInt(ring, LeftRing.slot(1) + SLOT_LENGTH, -5);
    reopen();
    assertThat(errors.all()).isEmpty();
    assertThat(DiskView.events(directory)).hasSize(1);
    assertThat(quarantined()).isEmpty();
  }
}
