package io.semj.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.JournalConfig;
import io.semj.core.JournalReader;
import io.semj.core.SemanticJournal;
import io.semj.core.fixture.Crash;
import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.Events;
import io.semj.event.SemanticEvent;
import io.semj.format.BlockCompression;
import io.semj.format.BlockDecoder;
import io.semj.format.BlockFlyweight;
import io.semj.format.BlockVerdict;
import io.semj.format.RecordFlyweight;
import io.semj.format.RecordScanner;
import io.semj.format.SegmentReanchor;
import io.semj.format.SegmentReanchor.Kind;
import io.semj.format.SegmentSeal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentRewriterTest {
  private static final int EVENTS = 9_000;
  private static final long NOW = 1_800_000_000_000_000_000L;

  @TempDir private Path temp;
  private Path directory;
  private List<Path> segments;

  @BeforeEach
  void writeAJournalOfSeveralSegments() {
    directory = temp.resolve("journal");
    try (SemanticJournal journal = SemanticJournal.open(config())) {
      emit(journal, 1, EVENTS);
    }
    segments = DiskView.segments(directory);
    assertThat(segments).hasSizeGreaterThan(3);
  }

  private JournalConfig config() {
    return JournalConfig.builder(directory)
        .maxSegmentBytes(1 << 20)
        .compression(BlockCompression.NONE)
        .build();
  }

  private static void emit(SemanticJournal journal, int first, int last) {
    for (int i = first; i <= last; i++) {
      journal.emitEvent(Events.of(1, i));
    }
  }

  /** Takes over what is wanted, and stops before the new file is finished. */
  private SegmentRewriter copy(SegmentHead head, LongPredicate wanted) {
    SegmentRewriter rewriter =
        SegmentRewriter.begin(JournalDirectory.existing(directory), head, BlockCompression.LZ4);
    RecordScanner records = new RecordScanner();
    RecordFlyweight record = new RecordFlyweight();
    try (BlockSource source = BlockSource.open(head.file());
        BlockDecoder decoder = new BlockDecoder()) {
      long position = head.identity().dataOffset();
      while (source.load(position) == BlockVerdict.VALID) {
        BlockFlyweight block = source.block();
        records.wrap(
            decoder.decode(source.bytes(), source.offset(), block.blockSize()),
            block.eventCount(),
            true);
        while (records.next()) {
          record.wrap(records.buffer(), records.offset());
          if (wanted.test(record.userspaceSequence())) {
            rewriter.add(records.buffer(), records.offset(), records.length());
          }
        }
        rewriter.endGroup();
        position += block.blockSize();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return rewriter;
  }

  private SegmentReanchor reanchor(SegmentHead head, Kind kind, long removed) {
    JournalPosition end = head.continuation().orElseThrow();
    return new SegmentReanchor(
        kind.code(), end.sequence(), end.blockId(), end.digest(), removed, NOW);
  }

  private void rewrite(int index, LongPredicate wanted) {
    SegmentHead head = Crash.head(segments.get(index));
    JournalPosition end = head.continuation().orElseThrow();
    long removed =
        LongStream.rangeClosed(head.identity().firstSequence(), end.sequence())
            .filter(wanted.negate())
            .count();
    try (SegmentRewriter rewriter = copy(head, wanted)) {
      rewriter.finish(reanchor(head, Kind.COMPACTION, removed));
      rewriter.replace();
    }
  }

  private long[] sequences(long from) {
    return DiskView.events(directory, from).stream().mapToLong(SemanticEvent::sequence).toArray();
  }

  private static long[] expected(long from, long last, LongPredicate wanted) {
    return LongStream.rangeClosed(from, last).filter(wanted).toArray();
  }

  private long firstOf(int index) {
    return Crash.head(segments.get(index)).identity().firstSequence();
  }

  @Test
  void shouldLeaveEveryKeptEventAndTheSegmentsBehindReadable() {
    LongPredicate wanted = s -> s < firstOf(1) || s >= firstOf(2) || s % 7 == 3;
    rewrite(1, wanted);
    List<SemanticEvent> events = DiskView.events(directory);
    assertThat(events.stream().mapToLong(SemanticEvent::sequence).toArray())
        .isEqualTo(expected(1, EVENTS, wanted));
    events.forEach(Events::assertIntact);
    assertThat(segments.get(1)).isNotEmptyFile();
  }

  @Test
  void shouldBeginReadingAtAnySequenceOfARewrittenSegment() {
    LongPredicate wanted = s -> s < firstOf(1) || s >= firstOf(2) || s % 100 == 3;
    rewrite(1, wanted);
    for (long from = firstOf(1) - 2; from < firstOf(2) + 2; from += 37) {
      try (JournalReader reader = JournalReader.open(directory, from)) {
        long first = expected(from, EVENTS, wanted)[0];
        assertThat(reader.next().sequence()).as("from=%d", from).isEqualTo(first);
      }
    }
  }

  @Test
  void shouldTellWhatTheSegmentHoldsNowAndWhatTheNextOneContinuesFrom() {
    SegmentHead before = Crash.head(segments.get(1));
    LongPredicate wanted = s -> s < firstOf(1) + 10;
    rewrite(1, wanted);
    SegmentHead after = Crash.head(segments.get(1));
    assertThat(after.identity()).isEqualTo(before.identity());
    SegmentSeal seal = after.seal().orElseThrow();
    assertThat(seal.eventCount()).isEqualTo(10);
    assertThat(seal.lastSequence()).isEqualTo(firstOf(1) + 9);
    assertThat(seal.sealTimeNanos()).isEqualTo(before.seal().orElseThrow().sealTimeNanos());
    assertThat(after.header().isSealed()).isTrue();
    assertThat(after.header().journal().compressionAlgorithm())
        .isEqualTo(BlockCompression.LZ4.code());
    SegmentReanchor reanchor = after.reanchor().orElseThrow();
    assertThat(reanchor.kind()).contains(Kind.COMPACTION);
    assertThat(reanchor.removedEvents()).isEqualTo(before.seal().orElseThrow().eventCount() - 10);
    JournalPosition old = before.continuation().orElseThrow();
    assertThat(after.continuation().orElseThrow())
        .returns(old.sequence(), JournalPosition::sequence)
        .returns(old.blockId(), JournalPosition::blockId)
        .returns(old.digest(), JournalPosition::digest)
        .returns(seal.endPosition(), JournalPosition::endPosition);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, -1})
  void shouldGoOnWritingBehindARewrittenSegmentWhereverItIs(int index) {
    int rewritten = index < 0 ? segments.size() - 1 : index;
    LongPredicate wanted =
        s -> Crash.head(segments.get(rewritten)).identity().firstSequence() > s || s % 2 == 0;
    long end = rewritten + 1 < segments.size() ? firstOf(rewritten + 1) : EVENTS + 1;
    rewrite(rewritten, s -> s % 2 == 0);
    try (SemanticJournal journal = SemanticJournal.open(config())) {
      emit(journal, EVENTS + 1, EVENTS + 50);
    }
    Crash.reopen(config());
    assertThat(sequences(1)).isEqualTo(expected(1, EVENTS + 50, s -> s >= end || wanted.test(s)));
  }

  @Test
  void shouldNeverGiveOutASequenceAgainWhenTheLastSegmentWasEmptied() {
    int last = segments.size() - 1;
    long first = firstOf(last);
    rewrite(last, s -> false);
    assertThat(sequences(1)).isEqualTo(expected(1, first - 1, s -> true));
    try (SemanticJournal journal = SemanticJournal.open(config())) {
      assertThat(journal.emitEvent(Events.of(1, EVENTS + 1))).isEqualTo(EVENTS + 1);
    }
    assertThat(sequences(first)).containsExactly(EVENTS + 1);
    assertThat(segments.get(last)).exists();
  }

  @Test
  void shouldRewriteARewrittenSegmentAgain() {
    rewrite(1, s -> s % 2 == 0);
    rewrite(1, s -> s % 4 == 0);
    LongPredicate wanted = s -> s < firstOf(1) || s >= firstOf(2) || s % 4 == 0;
    assertThat(sequences(1)).isEqualTo(expected(1, EVENTS, wanted));
    Crash.reopen(config());
  }

  @Test
  void shouldNotDisturbAReaderThatIsInTheSegment() {
    List<Long> read = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      while (read.size() < firstOf(1) + 10) {
        read.add(reader.next().sequence());
      }
      rewrite(1, s -> false);
      rewrite(2, s -> s % 2 == 0);
      for (SemanticEvent e = reader.next(); e != null; e = reader.next()) {
        read.add(e.sequence());
      }
    }
    LongPredicate wanted = s -> s < firstOf(2) || s >= firstOf(3) || s % 2 == 0;
    assertThat(read.stream().mapToLong(s -> s).toArray()).isEqualTo(expected(1, EVENTS, wanted));
  }

  @Test
  void shouldLeaveTheOldSegmentOrTheNewOneWhereverItIsCutShort() throws IOException {
    long[] old = sequences(1);
    LongPredicate wanted = s -> s < firstOf(1) || s >= firstOf(2) || s % 3 == 0;
    SegmentHead head = Crash.head(segments.get(1));
    Path kept = Files.createDirectory(temp.resolve("kept")).resolve(head.file().name());
    try (SegmentRewriter rewriter = copy(head, wanted)) {
      assertReadsAndOpens(image("writing"), old);
      rewriter.finish(reanchor(head, Kind.COMPACTION, 1));
      assertReadsAndOpens(image("finished"), old);
      byte[] original = Files.readAllBytes(segments.get(1));
      rewriter.replaceKeeping(kept);
      assertReadsAndOpens(image("replaced"), expected(1, EVENTS, wanted));
      assertThat(kept).hasBinaryContent(original);
    }
  }

  private Path image(String step) {
    Path image = temp.resolve(step);
    Crash.copy(directory, image);
    return image;
  }

  private void assertReadsAndOpens(Path image, long[] sequences) {
    assertThat(DiskView.events(image).stream().mapToLong(SemanticEvent::sequence).toArray())
        .isEqualTo(sequences);
    Crash.reopen(JournalConfig.builder(image).maxSegmentBytes(1 << 20).build());
    assertThat(DiskView.events(image)).hasSize(sequences.length);
  }

  @Test
  void shouldTakeWhatAnInterruptedRewritingLeftForNothing() throws IOException {
    Path leftover = directory.resolve(JournalDirectory.REWRITE_FILE);
    Files.write(leftover, new byte[100_000]);
    assertThat(sequences(1)).hasSize(EVENTS);
    rewrite(1, s -> s % 2 == 0);
    assertThat(leftover).doesNotExist();
    LongPredicate wanted = s -> s < firstOf(1) || s >= firstOf(2) || s % 2 == 0;
    assertThat(sequences(1)).isEqualTo(expected(1, EVENTS, wanted));
  }

  @Test
  void shouldDiscardWhatIsNotPutInPlace() {
    long[] before = sequences(1);
    SegmentHead head = Crash.head(segments.get(1));
    copy(head, s -> false).close();
    assertThat(directory.resolve(JournalDirectory.REWRITE_FILE)).doesNotExist();
    assertThat(sequences(1)).isEqualTo(before);
  }

  @Test
  void shouldKeepTheEventsOfABlockInOneBlock() {
    List<DiskView.Block> before = blocksOfTheSecond();
    rewrite(1, s -> true);
    List<DiskView.Block> after = blocksOfTheSecond();
    assertThat(after).hasSizeLessThanOrEqualTo(before.size());
    for (DiskView.Block block : before) {
      assertThat(after)
          .anyMatch(
              b ->
                  b.firstSequence() <= block.firstSequence()
                      && b.lastSequence() >= block.lastSequence());
    }
  }

  private List<DiskView.Block> blocksOfTheSecond() {
    return DiskView.blocks(directory).stream()
        .filter(b -> b.file().equals(segments.get(1)))
        .toList();
  }

  @Test
  void shouldRefuseRecordsThatDoNotAscendAndAReanchorBeforeTheLastOne() {
    SegmentHead head = Crash.head(segments.get(1));
    JournalPosition end = head.continuation().orElseThrow();
    try (SegmentRewriter rewriter = copy(head, s -> true)) {
      assertThatThrownBy(
              () ->
                  rewriter.finish(
                      new SegmentReanchor(
                          1, end.sequence() - 1, end.blockId(), end.digest(), 0, NOW)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("re-anchor is before the last record");
      assertThatThrownBy(rewriter::replace).isInstanceOf(IllegalStateException.class);
    }
  }
}
