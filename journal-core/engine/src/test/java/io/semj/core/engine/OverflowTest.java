package io.semj.core.engine;

import static io.semj.core.fixture.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.JournalConfig;
import io.semj.core.JournalMetrics;
import io.semj.core.OverflowPolicy;
import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.DiskView.Block;
import io.semj.core.fixture.Emitters;
import io.semj.core.fixture.Events;
import io.semj.core.ring.SlotDescriptor;
import io.semj.core.ring.SlotSizes;
import io.semj.error.InsufficientSpaceException;
import io.semj.error.JournalTimeoutException;
import io.semj.error.RingFullException;
import io.semj.event.EventBuilder;
import io.semj.event.EventPriority;
import io.semj.event.SemanticEvent;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ring of 64 in front of a writer that has no space until a test gives it some. */
class OverflowTest {
  private static final int RING = 64;

  @TempDir private Path directory;
  private WriterRig rig;

  private void stalled(OverflowPolicy policy, Duration timeout) {
    notStarted(policy, timeout);
    rig.start();
  }

  /** A writer that takes nothing at all. */
  private void notStarted(OverflowPolicy policy, Duration timeout) {
    rig =
        new WriterRig(
            JournalConfig.builder(directory)
                .ringSize(RING)
                .batchSize(16)
                .overflowPolicy(policy)
                .overflowTimeout(timeout)
                .kernelCompatibility(false)
                .build());
    rig.space.full(true);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private long emit(int number, EventPriority priority) {
    return rig.ring.emit(Events.of(0, number), priority, 0);
  }

  private void fill() {
    for (int i = 0; i < RING; i++) {
      assertThat(emit(i, EventPriority.NORMAL)).isEqualTo(i + 1);
    }
  }

  private JournalMetrics.Events counts() {
    return rig.metrics.snapshot(0, 0, 0, 0, System.nanoTime()).events();
  }

  private List<SemanticEvent> writtenAfterResuming() {
    rig.close();
    DiskView.blocks(directory);
    return DiskView.events(directory);
  }

  @Test
  void shouldWakeTheWriterAtEachQuarterOfTheRingThatIsFilled() {
    notStarted(OverflowPolicy.FAIL, Duration.ofSeconds(5));
    List<Integer> wokenAfter = new ArrayList<>();
    List<Integer> emitted = new ArrayList<>();
    rig.ring.wakeWriterWith(() -> wokenAfter.add(emitted.size()));
    for (int i = 0; i < RING / 2; i++) {
      emitted.add(i);
      rig.ring.emit(Events.of(0, i), null, 0);
    }
    for (int i = 0; i < 3; i++) {
      emitted.addAll(IntStream.range(0, 10).boxed().toList());
      rig.ring.emitGroup(Collections.nCopies(10, Events.of(1, i)));
    }
    assertThat(wokenAfter).containsExactly(16, 32, 52);
  }

  @Test
  void shouldBlockUntilThereIsRoom() {
    stalled(OverflowPolicy.BLOCK, Duration.ofMinutes(1));
    fill();
    CompletableFuture<Long> blocked =
        CompletableFuture.supplyAsync(() -> emit(RING, EventPriority.NORMAL));
    assertThat(blocked).isNotDone();
    rig.space.full(false);
    assertThat(blocked.join()).isEqualTo(RING + 1);
    DiskView.assertSequences(writtenAfterResuming(), 1, RING + 1);
  }

  @Test
  void shouldTellOfTheFullDiskWhenItBlockedTooLong() {
    stalled(OverflowPolicy.BLOCK, Duration.ofMillis(10));
    fill();
    assertThatThrownBy(() -> emit(RING, EventPriority.NORMAL))
        .isInstanceOf(InsufficientSpaceException.class)
        .hasMessage("no space left for the journal: directory=" + directory);
    assertThat(counts().failed()).isEqualTo(1);
    DiskView.assertSequences(writtenAfterResuming(), 1, RING);
  }

  @Test
  void shouldServeAGroupThatNeedsTheWholeRingThoughOthersNeverLeaveItEmpty() {
    stalled(OverflowPolicy.BLOCK, Duration.ofMinutes(1));
    rig.space.full(false);
    AtomicBoolean served = new AtomicBoolean();
    List<Long> given =
        Emitters.inParallel(
            3,
            source ->
                () -> {
                  if (source == 0) {
                    long[] sequences = rig.ring.emitGroup(group(RING));
                    served.set(true);
                    return sequences[RING - 1];
                  }
                  long last = 0;
                  while (!served.get()) {
                    last = rig.ring.emit(Events.of(source, 1), EventPriority.NORMAL, 0);
                  }
                  return last;
                });
    assertThat(given).hasSize(3).allMatch(sequence -> sequence >= 0);
    List<SemanticEvent> events = writtenAfterResuming();
    DiskView.assertSequences(events, 1, events.size());
  }

  @Test
  void shouldTimeOutWhenTheWriterIsTooSlow() {
    notStarted(OverflowPolicy.BLOCK, Duration.ofMillis(10));
    rig.space.full(false);
    fill();
    assertThatThrownBy(() -> emit(RING, EventPriority.NORMAL))
        .isInstanceOf(JournalTimeoutException.class)
        .hasMessage("ring stayed full: capacity=64, waitedMillis=10");
    rig.start();
    DiskView.assertSequences(writtenAfterResuming(), 1, RING);
  }

  @Test
  void shouldFailAtOnce() {
    stalled(OverflowPolicy.FAIL, Duration.ofDays(1));
    fill();
    assertThatThrownBy(() -> emit(RING, EventPriority.CRITICAL))
        .isInstanceOf(InsufficientSpaceException.class);
    assertThatThrownBy(() -> rig.ring.emitGroup(group(3)))
        .isInstanceOf(InsufficientSpaceException.class);
    assertThat(counts().failed()).isEqualTo(4);
    DiskView.assertSequences(writtenAfterResuming(), 1, RING);
  }

  @Test
  void shouldTellOfTheFullDiskThatSaysItHasRoomAndGivesNone() {
    notStarted(OverflowPolicy.FAIL, Duration.ofDays(1));
    rig.space.refused(true);
    rig.space.full(false);
    fill();
    assertThatThrownBy(() -> emit(RING, EventPriority.NORMAL))
        .isInstanceOf(InsufficientSpaceException.class);
    rig.start();
    DiskView.assertSequences(writtenAfterResuming(), 1, RING);
    assertThat(rig.space.isShort()).isFalse();
  }

  @Test
  void shouldSayThatTheRingIsFullWhenTheDiskIsNot() {
    notStarted(OverflowPolicy.FAIL, Duration.ofDays(1));
    rig.space.full(false);
    fill();
    assertThatThrownBy(() -> emit(RING, EventPriority.NORMAL))
        .isInstanceOf(RingFullException.class)
        .hasMessage("ring is full: capacity=64");
    rig.start();
  }

  @Test
  void shouldDropTheNewest() {
    stalled(OverflowPolicy.DROP_NEWEST, Duration.ofMillis(10));
    fill();
    for (int i = 0; i < 10; i++) {
      assertThat(emit(RING + i, EventPriority.HIGH)).isEqualTo(-1);
    }
    assertThat(rig.ring.emitGroup(group(3))).containsExactly(-1, -1, -1);
    assertThatThrownBy(() -> emit(RING, EventPriority.CRITICAL))
        .isInstanceOf(InsufficientSpaceException.class);
    assertThat(counts().droppedNewest()).isEqualTo(13);
    assertThat(counts().dropped()).isEqualTo(13);

    // No sequence was given out: there is no gap.
    DiskView.assertSequences(writtenAfterResuming(), 1, RING);
  }

  private static List<EventBuilder> group(int size) {
    return IntStream.range(0, size).mapToObj(i -> Events.of(1, i)).toList();
  }

  @Test
  void shouldDropTheOldestAndExplainTheGapOnDisk() {
    stalled(OverflowPolicy.DROP_OLDEST, Duration.ofMinutes(1));
    fill();
    for (int i = RING; i < 5 * RING; i++) {
      assertThat(emit(i, EventPriority.NORMAL)).isEqualTo(i + 1);
    }
    List<SemanticEvent> events = writtenAfterResuming();
    long dropped = counts().droppedOldest();
    // Those that the writer had in hand are the first to go.
    assertThat(dropped).isEqualTo(4 * RING);
    DiskView.assertSequences(events, 4 * RING + 1, 5 * RING);
    events.forEach(Events::assertIntact);
    List<Block> blocks = DiskView.blocks(directory);
    assertThat(blocks.stream().mapToLong(Block::droppedBefore).sum()).isEqualTo(dropped);
    assertThat(rig.loop.persisted()).isEqualTo(events.size());
  }

  @Test
  void shouldHaveInItsSlotsExactlyWhatWasNeitherWrittenNorDropped() {
    stalled(OverflowPolicy.DROP_OLDEST, Duration.ofMinutes(1));
    fill();
    for (int i = RING; i < 3 * RING + 5; i++) {
      emit(i, EventPriority.NORMAL);
    }
    // What outlives a kill now: a dropped event's sequence may be there as its negative only.
    List<Long> whole = new ArrayList<>();
    for (int slot = 0; slot < RING; slot++) {
      long word =
          rig.slots
              .order(ByteOrder.LITTLE_ENDIAN)
              .getLong(
                  slot * SlotSizes.of(RING, rig.config.slotBytes()).stride()
                      + SlotDescriptor.COMMIT_OFFSET);
      if (word > 0) {
        whole.add(word);
      }
    }
    assertThat(counts().droppedOldest() + whole.size()).isEqualTo(3 * RING + 5);
    assertThat(writtenAfterResuming().stream().map(SemanticEvent::sequence))
        .containsExactlyInAnyOrderElementsOf(whole);
  }

  @Test
  void shouldDropOldestForSeveralProducersThatKeepTakingEachOthersRoom() {
    stalled(OverflowPolicy.DROP_OLDEST, Duration.ofMinutes(1));
    List<Long> sequences =
        Emitters.inParallel(
                4,
                source ->
                    () -> {
                      List<Long> given = new ArrayList<>();
                      for (int i = 0; i < 1_000; i++) {
                        given.add(rig.ring.emit(Events.of(source, i), EventPriority.NORMAL, 0));
                      }
                      return given;
                    })
            .stream()
            .flatMap(List::stream)
            .sorted()
            .toList();
    assertThat(sequences).isEqualTo(LongStream.rangeClosed(1, 4_000).boxed().toList());
    List<SemanticEvent> events = writtenAfterResuming();
    assertThat(events).hasSize((int) (4_000 - counts().droppedOldest()));
    events.forEach(Events::assertIntact);
  }

  @Test
  void shouldNeverDropWhatIsCriticalOrWaitedFor() {
    stalled(OverflowPolicy.DROP_OLDEST, Duration.ofMillis(10));
    for (int i = 0; i < RING; i++) {
      EventPriority priority = i < 40 ? EventPriority.NORMAL : EventPriority.CRITICAL;
      rig.ring.emit(Events.of(0, i), priority, i < 30 ? SlotDescriptor.KEEP : 0);
    }
    assertThatThrownBy(
            () -> {
              while (true) {
                emit(RING, EventPriority.NORMAL);
              }
            })
        .isInstanceOf(InsufficientSpaceException.class);
    List<Long> kept = writtenAfterResuming().stream().map(SemanticEvent::sequence).toList();
    assertThat(kept)
        .containsAll(LongStream.rangeClosed(1, 30).boxed().toList())
        .containsAll(LongStream.rangeClosed(41, RING).boxed().toList());
  }

  @Test
  void shouldDropAGroupWholeOrNotAtAll() {
    stalled(OverflowPolicy.DROP_OLDEST, Duration.ofMinutes(1));
    List<long[]> groups = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      groups.add(rig.ring.emitGroup(group(7)));
    }
    List<Long> written = writtenAfterResuming().stream().map(SemanticEvent::sequence).toList();
    assertThat(written).hasSizeLessThan(60 * 7);
    for (long[] group : groups) {
      List<Long> sequences = LongStream.of(group).boxed().toList();
      assertThat(written.containsAll(sequences) || Collections.disjoint(written, sequences))
          .isTrue();
    }
  }

  @Test
  void shouldShedTheLessImportantFirst() {
    stalled(OverflowPolicy.SHED_BY_PRIORITY, Duration.ofMillis(10));
    int[] firstShed = new int[6];
    for (int i = 0; i < RING; i++) {
      for (EventPriority priority : List.of(EventPriority.LOW, EventPriority.BACKGROUND)) {
        if (firstShed[priority.code()] == 0 && wouldBeShed(priority)) {
          firstShed[priority.code()] = i;
        }
      }
      assertThat(emit(i, EventPriority.NORMAL)).isEqualTo(i + 1);
    }
    assertThat(firstShed[EventPriority.BACKGROUND.code()]).isEqualTo(RING - RING / 4);
    assertThat(firstShed[EventPriority.LOW.code()]).isEqualTo(RING - RING / 8);
    assertThat(emit(RING, EventPriority.NORMAL)).isEqualTo(-1);
    assertThatThrownBy(() -> emit(RING, EventPriority.HIGH))
        .isInstanceOf(InsufficientSpaceException.class);
    assertThatThrownBy(() -> emit(RING, EventPriority.CRITICAL))
        .isInstanceOf(InsufficientSpaceException.class);
    assertThat(counts().shed()).isEqualTo(3);
    DiskView.assertSequences(writtenAfterResuming(), 1, RING);
  }

  /** Asks with a group of one more than there is, which takes no slot when it is not shed. */
  private boolean wouldBeShed(EventPriority priority) {
    long left = rig.sequencer.remainingCapacity();
    int threshold = priority == EventPriority.LOW ? RING / 8 : RING / 4;
    return left - 1 < threshold && emit(0, priority) == -1;
  }

  @Test
  void shouldFailLargeEventsWhenTheirMemoryIsUsedUp() {
    notStarted(OverflowPolicy.FAIL, Duration.ofDays(1));
    for (int i = 0; i < 8; i++) {
      rig.ring.emit(Events.large(i, 100_000), null, 0);
    }
    assertThatThrownBy(() -> rig.ring.emit(Events.large(8, 100_000), null, 0))
        .isInstanceOf(InsufficientSpaceException.class);
    assertThat(emit(9, EventPriority.NORMAL)).isEqualTo(9);
    rig.start();
    assertThat(writtenAfterResuming()).hasSize(9);
  }

  @Test
  void shouldDropNewLargeEventsWhenTheirMemoryIsUsedUp() {
    notStarted(OverflowPolicy.DROP_NEWEST, Duration.ofDays(1));
    for (int i = 0; i < 8; i++) {
      rig.ring.emit(Events.large(i, 100_000), null, 0);
    }
    for (int i = 0; i < 100; i++) {
      assertThat(rig.ring.emit(Events.large(8, 100_000), null, 0)).isEqualTo(-1);
    }
    assertThat(rig.ring.emitGroup(List.of(Events.large(1, 9_000), Events.large(2, 9_000))))
        .containsExactly(-1, -1);
    assertThat(counts().droppedNewest()).isEqualTo(102);
    rig.start();
    assertThat(writtenAfterResuming()).hasSize(8);
  }

  @Test
  void shouldDropOldLargeEventsWhenTheirMemoryIsUsedUp() {
    stalled(OverflowPolicy.DROP_OLDEST, Duration.ofMinutes(1));
    for (int i = 0; i < 40; i++) {
      assertThat(rig.ring.emit(Events.large(i, 100_000), null, 0)).isEqualTo(i + 1);
    }
    List<SemanticEvent> events = writtenAfterResuming();
    assertThat(events.size() + counts().droppedOldest()).isEqualTo(40);
    SemanticEvent last = events.get(events.size() - 1);
    assertThat(last.sequence()).isEqualTo(40);
    assertThat(last.payload()).isEqualTo(Events.bytes(39, 100_000));
  }

  @Test
  void shouldGiveMemoryBackWhenTheRingIsFull() {
    stalled(OverflowPolicy.DROP_NEWEST, Duration.ofDays(1));
    fill();
    for (int i = 0; i < 1_000; i++) {
      assertThat(rig.ring.emit(Events.large(1, 100_000), null, 0)).isEqualTo(-1);
    }
    rig.space.full(false);
    await().until(() -> rig.loop.persisted() == RING);
    assertThat(rig.ring.emit(Events.large(1, 100_000), null, 0)).isEqualTo(RING + 1);
  }

  @Test
  void shouldTakeAGroupThatAloneIsLargerThanTheMemory() {
    stalled(OverflowPolicy.BLOCK, Duration.ofMinutes(1));
    rig.space.full(false);
    for (int round = 0; round < 5; round++) {
      rig.ring.emitGroup(
          List.of(Events.large(1, 270_000), Events.large(2, 270_000), Events.large(3, 270_000)));
    }
    assertThat(writtenAfterResuming()).hasSize(15);
  }
}
