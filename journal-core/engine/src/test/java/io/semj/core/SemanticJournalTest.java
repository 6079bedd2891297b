package io.semj.core;

import static io.semj.core.fixture.DiskView.assertSequences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.DiskView.Block;
import io.semj.core.fixture.Emitters;
import io.semj.core.fixture.Events;
import io.semj.error.EventTooLargeException;
import io.semj.error.KernelLimitException;
import io.semj.event.EventBuilder;
import io.semj.event.EventPriority;
import io.semj.event.EventType;
import io.semj.event.SemanticEvent;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SemanticJournalTest {
  private static final int THREADS = 4;
  private static final int EVENTS = 2_000;

  @TempDir private Path directory;

  private JournalConfigBuilder config() {
    return JournalConfig.builder(directory).ringSize(1024).maxSegmentBytes(8L << 20);
  }

  @Test
  void shouldReadBackInOrderWhatSeveralThreadsEmitted() {
    try (SemanticJournal journal = SemanticJournal.open(config().build())) {
      Emitters.emit(journal, THREADS, EVENTS);
    }

    List<SemanticEvent> events = DiskView.events(directory);
    assertSequences(events, 1, THREADS * EVENTS);
    Map<Integer, Integer> nextOfSource = new HashMap<>();
    for (SemanticEvent event : events) {
      Events.assertIntact(event);
      assertThat(event.localSequence()).isEqualTo(event.sequence());
      assertThat(Events.number(event))
          .isEqualTo(nextOfSource.merge(Events.source(event), 1, Integer::sum) - 1);
    }
    assertThat(nextOfSource).hasSize(THREADS).containsValue(EVENTS);
  }

  @Test
  void shouldContinueSequencesChainAndGenerationsOverReopenings() {
    for (int opening = 0; opening < 4; opening++) {
      try (SemanticJournal journal = SemanticJournal.open(config().build())) {
        assertThat(journal.status().lastEmittedSequence()).isEqualTo(opening * 100L);
        for (int i = 0; i < 100; i++) {
          assertThat(journal.emitEvent(Events.of(opening, i))).isEqualTo(opening * 100L + i + 1);
        }
      }
    }

    List<SemanticEvent> events = DiskView.events(directory);
    assertSequences(events, 1, 400);
    events.forEach(Events::assertIntact);
    assertThat(events.get(250).localSequence()).isEqualTo(51);
    List<Block> blocks = DiskView.blocks(directory);
    assertThat(blocks.stream().mapToLong(Block::generation).distinct())
        .containsExactly(1L, 2L, 3L, 4L);
    assertThat(blocks.get(0).blockId()).isEqualTo(1);
    assertThat(blocks.get(blocks.size() - 1).blockId()).isEqualTo(blocks.size());
  }

  @Test
  void shouldReplaceAnEmptySegmentWhenItIsOpenedAgain() {
    for (int opening = 0; opening < 3; opening++) {
      SemanticJournal.open(config().build()).close();
    }
    try (SemanticJournal journal = SemanticJournal.open(config().build())) {
      assertThat(journal.emitEvent(Events.of(0, 0))).isEqualTo(1);
      assertThat(journal.status().segments()).isEqualTo(1);
    }

    assertThat(DiskView.segments(directory)).hasSize(1);
    assertThat(DiskView.blocks(directory))
        .singleElement()
        .extracting(Block::generation)
        .isEqualTo(4L);
  }

  @Test
  void shouldTakeTheSameBuilderAgainAndAgain() {
    EventBuilder builder = SemanticEvent.builder(EventType.AGENT_DECISION);
    try (SemanticJournal journal = SemanticJournal.open(config().build())) {
      for (int i = 0; i < 100; i++) {
        builder.reset(EventType.AGENT_DECISION);
        if (i % 2 == 0) {
          builder.agent("agent-" + i, "intent", 50).payloadText("payload " + i);
        }
        journal.emitEvent(builder);
      }
    }

    List<SemanticEvent> events = DiskView.events(directory);
    assertThat(events).hasSize(100);
    assertThat(events.get(42).agent().agentId()).isEqualTo("agent-42");
    assertThat(events.get(42).payloadText()).isEqualTo("payload 42");
    assertThat(events.get(43).agent().agentId()).isEmpty();
    assertThat(events.get(43).payloadSize()).isZero();
  }

  @Test
  void shouldLeaveAnImmutableEventAsItWasSoThatItCanBeEmittedAgain() {
    SemanticEvent event = Events.of(1, 1).build();
    byte[] before = event.toByteArray();
    try (SemanticJournal journal = SemanticJournal.open(config().build())) {
      assertThat(journal.emitEvent(event)).isEqualTo(1);
      assertThat(journal.emitEvent(event)).isEqualTo(2);
    }

    assertThat(event.toByteArray()).isEqualTo(before);
    assertSequences(DiskView.events(directory), 1, 2);
  }

  @Test
  void shouldRecordThePriorityThatOverridesTheEventsOwn() {
    SemanticEvent event = Events.of(0, 0).priority(EventPriority.LOW).build();
    try (SemanticJournal journal = SemanticJournal.open(config().build())) {
      journal.emitEvent(event);
      journal.emitEvent(event, EventPriority.HIGH);
    }

    assertThat(DiskView.events(directory))
        .extracting(SemanticEvent::priority)
        .containsExactly(EventPriority.LOW, EventPriority.HIGH);
    assertThat(event.priority()).isEqualTo(EventPriority.LOW);
  }

  @Test
  void shouldKeepTheIdentityOfImportedEvents() {
    try (SemanticJournal journal = SemanticJournal.open(config().build())) {
      journal.emitEvent(Events.of(0, 0));
      long sequence =
          journal.emitEvent(
              Events.of(7, 7).identity(900, 901, 902, 903, 3, 4711).timestampNanos(1_234_567));
      assertThat(sequence).isEqualTo(2);
    }

    SemanticEvent imported = DiskView.events(directory).get(1);
    assertThat(imported.sequence()).isEqualTo(2);
    assertThat(imported.eventId()).isEqualTo(900);
    assertThat(imported.kernelSequence()).isEqualTo(901);
    assertThat(imported.globalSequence()).isEqualTo(902);
    assertThat(imported.localSequence()).isEqualTo(903);
    assertThat(imported.cpuId()).isEqualTo(3);
    assertThat(imported.processId()).isEqualTo(4711);
    assertThat(imported.timestampNanos()).isEqualTo(1_234_567);
    assertThat(imported.rootCauseEventId()).isZero();
  }

  @Test
  void shouldCarryEventsThatAreLargerThanARingSlot() {
    byte[] payload = Events.bytes(1, 64 * 1024);
    byte[] metadata = Events.bytes(2, 10_000);
    EventBuilder linked = Events.of(9, 9);
    for (int i = 1; i <= 256; i++) {
      linked.link(i, 1_000 + i, 1, 50, i, "because of " + i);
    }
    try (SemanticJournal journal =
        SemanticJournal.open(config().kernelCompatibility(false).build())) {
      for (int i = 0; i < 50; i++) {
        journal.emitEvent(
            SemanticEvent.builder(EventType.FILESYSTEM_WRITE).payload(payload).metadata(metadata));
        journal.emitEvent(Events.of(1, i));
      }
      journal.emitEvent(linked);
    }

    List<SemanticEvent> events = DiskView.events(directory);
    assertSequences(events, 1, 101);
    assertThat(events.get(98).payload()).isEqualTo(payload);
    assertThat(events.get(98).metadata()).isEqualTo(metadata);
    Events.assertIntact(events.get(99));
    assertThat(events.get(100).causalityLinks()).hasSize(256);
    assertThat(events.get(100).causalityLinks().get(255).description()).isEqualTo("because of 256");
  }

  @Test
  void shouldRefuseWhatCouldNotBecomeAKernelEvent() {
    EventBuilder tooLong = Events.of(0, 0).path("/" + "x".repeat(10_000));
    try (SemanticJournal journal = SemanticJournal.open(config().build())) {
      assertThatThrownBy(() -> journal.emitEvent(tooLong))
          .isInstanceOf(KernelLimitException.class)
          .hasMessageContaining("path");
      assertThatThrownBy(() -> journal.emitEventsAtomic(List.of(Events.of(0, 0), tooLong)))
          .isInstanceOf(KernelLimitException.class);
      assertThat(journal.emitEvent(Events.of(0, 0))).isEqualTo(1);
    }
    assertThat(DiskView.events(directory)).hasSize(1);
  }

  @Test
  void shouldAllowMoreThanTheKernelWhenCompatibilityIsOff() {
    String path = "/" + "x".repeat(10_000);
    try (SemanticJournal journal =
        SemanticJournal.open(config().kernelCompatibility(false).build())) {
      journal.emitEvent(Events.of(0, 0).path(path));
    }
    assertThat(DiskView.events(directory).get(0).path()).isEqualTo(path);
  }

  @Test
  void shouldRefuseAnEventThatIsLargerThanHalfASegment() {
    try (SemanticJournal journal =
        SemanticJournal.open(
            config().maxSegmentBytes(1 << 20).kernelCompatibility(false).build())) {
      assertThatThrownBy(() -> journal.emitEvent(Events.large(0, 600_000)))
          .isInstanceOf(EventTooLargeException.class)
          .hasMessageContaining("event is too large for this journal: bytes=600")
          .hasMessageEndingWith("limit=524288");
      assertThat(journal.emitEvent(Events.large(1, 500_000))).isEqualTo(1);
    }
    assertThat(DiskView.events(directory).get(0).payload()).isEqualTo(Events.bytes(1, 500_000));
  }
}
