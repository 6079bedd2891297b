package io.semj.core;

import static io.semj.core.fixture.DiskView.assertSequences;
import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.Emitters;
import io.semj.core.fixture.Events;
import io.semj.event.EventBuilder;
import io.semj.event.SemanticEvent;
import io.semj.format.BlockCompression;
import io.semj.format.ChainMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The same behaviour whatever the settings. */
class VariantsTest {
  private static final int EVENTS = 4_000;

  @TempDir private Path directory;

  private JournalConfigBuilder config() {
    return JournalConfig.builder(directory).ringSize(512).maxSegmentBytes(1 << 20);
  }

  static Stream<Arguments> codecsAndWaysToWrite() {
    return Stream.of(BlockCompression.values())
        .flatMap(codec -> Stream.of(SegmentIo.values()).map(io -> Arguments.of(codec, io)));
  }

  @ParameterizedTest
  @MethodSource("codecsAndWaysToWrite")
  void shouldRotateOverManySmallSegments(BlockCompression codec, SegmentIo io) throws IOException {
    JournalConfig config = config().compression(codec).segmentIo(io).build();
    try (SemanticJournal journal = SemanticJournal.open(config)) {
      Emitters.emit(journal, 2, EVENTS);
      journal.flush();
      assertThat(journal.status().firstSequence()).isEqualTo(1);
    }

    assertIntact(2 * EVENTS);
    List<Path> segments = DiskView.segments(directory);
    assertThat(segments).hasSizeGreaterThan(1);
    for (Path segment : segments) {
      assertThat(Files.size(segment)).isLessThanOrEqualTo(config.maxSegmentBytes());
    }
    SemanticJournal.open(config().recovery(false).build()).close();
    assertThat(directory.resolve("next.tmp")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(SegmentIo.class)
  void shouldRotateOverSegmentsThatTheLargestEventsHalfFill(SegmentIo io) {
    try (SemanticJournal journal =
        SemanticJournal.open(config().segmentIo(io).kernelCompatibility(false).build())) {
      for (int i = 0; i < 20; i++) {
        for (int j = 0; j < 300; j++) {
          journal.emitEvent(Events.of(1, j));
        }
        journal.emitEvent(Events.large(i, 520_000));
      }
    }
    List<SemanticEvent> events = DiskView.events(directory);
    assertSequences(events, 1, 20 * 301);
    for (int i = 0; i < 20; i++) {
      assertThat(events.get(i * 301 + 300).payload()).isEqualTo(Events.bytes(i, 520_000));
    }
  }

  @ParameterizedTest
  @EnumSource(WaitMode.class)
  void shouldTakeEventsHoweverTheWriterWaits(WaitMode mode) {
    try (SemanticJournal journal = SemanticJournal.open(config().waitStrategy(mode).build())) {
      for (int i = 0; i < 20; i++) {
        assertThat(journal.emitEventDurable(Events.of(0, i)).join()).isEqualTo(i + 1);
      }
      Emitters.emit(journal, 2, 500);
    }
    assertIntact(1_020);
  }

  @ParameterizedTest
  @EnumSource(SegmentIo.class)
  void shouldTakeEventsFromASingleProducer(SegmentIo io) {
    try (SemanticJournal journal =
        SemanticJournal.open(config().producerMode(ProducerMode.SINGLE).segmentIo(io).build())) {
      Emitters.emit(journal, 1, EVENTS);
      List<EventBuilder> group = List.of(Events.of(3, 0), Events.of(3, 1));
      assertThat(journal.emitEventsAtomic(group)).containsExactly(EVENTS + 1, EVENTS + 2);
      assertThat(journal.flush()).isEqualTo(EVENTS + 2);
    }
    assertIntact(EVENTS + 2);
  }

  @ParameterizedTest
  @EnumSource(SyncPolicy.class)
  void shouldLoseNothingUnderAnySyncPolicy(SyncPolicy policy) {
    try (SemanticJournal journal = SemanticJournal.open(config().syncPolicy(policy).build())) {
      Emitters.emit(journal, 3, 1_000);
    }
    assertIntact(3_000);
  }

  @Test
  void shouldGoOnInTheOtherWayToWriteWithAnotherCodecAndAnotherChain() {
    for (SegmentIo io : SegmentIo.values()) {
      for (BlockCompression codec : BlockCompression.values()) {
        for (ChainMode chain : ChainMode.values()) {
          JournalConfig config = config().segmentIo(io).compression(codec).chainMode(chain).build();
          try (SemanticJournal journal = SemanticJournal.open(config)) {
            Emitters.emit(journal, 1, 100);
          }
        }
      }
    }
    assertIntact(1_600);
  }

  @Test
  void shouldWorkWithTheSmallestSlotsAndBatches() {
    try (SemanticJournal journal =
        SemanticJournal.open(config().ringSize(64).slotBytes(256).batchSize(1).build())) {
      Emitters.emit(journal, 2, 500);
    }
    assertIntact(1_000);
    assertThat(DiskView.blocks(directory)).allMatch(block -> block.events() <= 16);
  }

  @Test
  void shouldOpenInADirectoryThatIsASymbolicLink() throws IOException {
    Path real = Files.createDirectory(directory.resolve("real"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), real);
    try (SemanticJournal journal = SemanticJournal.open(JournalConfig.builder(link).build())) {
      journal.emitEvent(Events.of(0, 0));
    }
    assertThat(DiskView.events(real)).hasSize(1);
  }

  private void assertIntact(int count) {
    List<SemanticEvent> events = DiskView.events(directory);
    assertSequences(events, 1, count);
    events.forEach(Events::assertIntact);
    assertThat(DiskView.blocks(directory)).isNotEmpty();
  }
}
