package io.semj.core;

import static io.semj.core.fixture.DiskView.assertSequences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.DiskView.Block;
import io.semj.core.fixture.Emitters;
import io.semj.core.fixture.Events;
import io.semj.error.EventTooLargeException;
import io.semj.event.EventBuilder;
import io.semj.event.SemanticEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicGroupTest {
  @TempDir private Path directory;

  private JournalConfigBuilder config() {
    return JournalConfig.builder(directory).ringSize(256).batchSize(7).maxSegmentBytes(1 << 20);
  }

  private static List<EventBuilder> group(int source, int size) {
    return IntStream.range(0, size).mapToObj(i -> Events.of(source, i)).toList();
  }

  @Test
  void shouldGiveAGroupConsecutiveSequencesInTheOrderOfTheList() {
    try (SemanticJournal journal = SemanticJournal.open(config().build())) {
      journal.emitEvent(Events.of(0, 0));
      assertThat(journal.emitEventsAtomic(group(1, 5))).containsExactly(2, 3, 4, 5, 6);
    }
    List<SemanticEvent> events = DiskView.events(directory);
    assertSequences(events, 1, 6);
    assertThat(events.subList(1, 6)).extracting(Events::number).containsExactly(0, 1, 2, 3, 4);
    events.forEach(Events::assertIntact);
  }

  @Test
  void shouldTellOnDiskWhichEventsWereEmittedAtomically() {
    try (SemanticJournal journal = SemanticJournal.open(config().build())) {
      journal.emitEvent(Events.of(0, 0));
      journal.emitEventsAtomic(group(1, 3));
      journal.emitEventsAtomic(group(2, 1));
    }
    // What was read from a group and is emitted alone is in no group.
    SemanticEvent copied = DiskView.events(directory).get(2);
    try (SemanticJournal journal = SemanticJournal.open(config().build())) {
      journal.emitEvent(copied);
    }
    List<String> extents = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      reader.poll(
          record -> extents.add(record.groupFirstSequence() + "-" + record.groupLastSequence()),
          100);
    }
    assertThat(extents).containsExactly("1-1", "2-4", "2-4", "2-4", "5-5", "6-6");
  }

  @Test
  void shouldPutEveryGroupIntoOneBlockWhateverElseIsEmitted() {
    List<List<long[]>> emitted;
    try (SemanticJournal journal = SemanticJournal.open(config().build())) {
      emitted =
          Emitters.inParallel(
              4,
              source ->
                  () -> {
                    List<long[]> groups = new ArrayList<>();
                    for (int i = 0; i < 150; i++) {
                      groups.add(
                          journal.emitEventsAtomic(group(source, 2 + (i * 7 + source) % 60)));
                      journal.emitEvent(Events.of(source, i));
                    }
                    return groups;
                  });
    }

    List<Block> blocks = DiskView.blocks(directory);
    for (long[] group : emitted.stream().flatMap(List::stream).toList()) {
      long last = group[group.length - 1];
      assertThat(group).isEqualTo(LongStream.rangeClosed(group[0], last).toArray());
      assertThat(blocks)
          .filteredOn(b -> b.firstSequence() <= group[0] && b.lastSequence() >= last)
          .hasSize(1);
    }
    DiskView.events(directory).forEach(Events::assertIntact);
  }

  @Test
  void shouldTakeAGroupThatFillsTheWholeRing() {
    try (SemanticJournal journal = SemanticJournal.open(config().build())) {
      for (int round = 0; round < 20; round++) {
        journal.emitEvent(Events.of(0, round));
        assertThat(journal.emitEventsAtomic(group(1, 256))).hasSize(256);
      }
    }
    assertSequences(DiskView.events(directory), 1, 20 * 257);
  }

  @Test
  void shouldCarryAGroupOfEventsThatAreLargerThanSlots() {
    try (SemanticJournal journal =
        SemanticJournal.open(config().kernelCompatibility(false).build())) {
      for (int round = 0; round < 10; round++) {
        journal.emitEventsAtomic(
            List.of(Events.large(1, 200_000), Events.of(2, 2), Events.large(3, 200_000)));
      }
    }
    List<SemanticEvent> events = DiskView.events(directory);
    assertSequences(events, 1, 30);
    assertThat(events.get(29).payload()).isEqualTo(Events.bytes(3, 200_000));
    assertThat(DiskView.blocks(directory)).allMatch(block -> block.events() % 3 == 0);
  }

  @Test
  void shouldRefuseAGroupThatFitsNoRing() {
    try (SemanticJournal journal = SemanticJournal.open(config().build())) {
      List<EventBuilder> group = group(0, 257);
      assertThatThrownBy(() -> journal.emitEventsAtomic(group))
          .isInstanceOf(EventTooLargeException.class)
          .hasMessage("group does not fit the ring: events=257, capacity=256");
      assertThat(journal.status().lastEmittedSequence()).isZero();
    }
  }

  @Test
  void shouldRefuseAGroupThatFitsNoSegment() {
    try (SemanticJournal journal =
        SemanticJournal.open(config().kernelCompatibility(false).build())) {
      List<EventBuilder> group = List.of(Events.large(1, 300_000), Events.large(2, 300_000));
      assertThatThrownBy(() -> journal.emitEventsAtomic(group))
          .isInstanceOf(EventTooLargeException.class)
          .hasMessageStartingWith("group is too large for this journal: bytes=600");
      assertThat(journal.emitEvent(Events.of(0, 0))).isEqualTo(1);
    }
  }

  @Test
  void shouldRefuseAnEmptyGroup() {
    try (SemanticJournal journal = SemanticJournal.open(config().build())) {
      assertThatThrownBy(() -> journal.emitEventsAtomic(List.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("an atomic group needs an event");
    }
  }

  @Test
  void shouldStayReadableWhenTwoThreadsUseOneBuilder() {
    EventBuilder shared = Events.of(0, 0);
    int refused = 0;
    try (SemanticJournal journal = SemanticJournal.open(config().build())) {
      List<Integer> failures =
          Emitters.inParallel(
              2,
              source ->
                  () -> {
                    int failed = 0;
                    for (int i = 0; i < 5_000; i++) {
                      try {
                        if (i % 10 == 0) {
                          journal.emitEventsAtomic(List.of(Events.fill(shared, source, i), shared));
                        } else {
                          journal.emitEvent(Events.fill(shared, source, i));
                        }
                      } catch (RuntimeException brokenBuilder) {
                        failed++;
                      }
                    }
                    return failed;
                  });
      refused = failures.stream().mapToInt(Integer::intValue).sum();
      journal.flush();
      assertThat(journal.status().failure()).isEmpty();
    }
    // That is all: what is in the events is the threads' own fault.
    DiskView.blocks(directory);
    assertThat(DiskView.events(directory)).hasSizeBetween(11_000 - 2 * refused, 11_000);
  }
}
