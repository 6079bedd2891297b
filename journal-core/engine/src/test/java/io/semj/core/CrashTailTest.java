package io.semj.core;

import static io.semj.core.fixture.DiskView.assertSequences;
import static io.semj.core.fixture.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.fixture.Crash;
import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.DiskView.Block;
import io.semj.core.fixture.Events;
import io.semj.error.CorruptionException;
import io.semj.error.RecoveryException;
import io.semj.event.SemanticEvent;
import io.semj.format.BlockDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What opening makes of the last segment after a crash. The image has three durable blocks, which
 * the durable mark covers, and three that were only written.
 */
class CrashTailTest {
  private static final int PER_BLOCK = 5;
  private static final int DURABLE = 3 * PER_BLOCK;
  private static final int WRITTEN = 6 * PER_BLOCK;

  @TempDir private static Path original;
  @TempDir private Path temp;
  private Path directory;
  private Path mark;
  private Path segment;
  private List<Block> blocks;

  @BeforeAll
  static void crash() throws IOException {
    JournalConfig config =
        config(original.resolve("running")).syncPolicy(SyncPolicy.WRITTEN).build();
    try (SemanticJournal journal = SemanticJournal.open(config)) {
      emitBlocks(journal, 0, 3);
      journal.flush();
      emitBlocks(journal, 3, 6);
      Crash.image(journal, original.resolve("crashed"));
      journal.flush();
      Files.copy(original.resolve("running/durable.mark"), original.resolve("later.mark"));
    }
  }

  @BeforeEach
  void copy() {
    directory = temp.resolve("crashed");
    mark = directory.resolve("durable.mark");
    Crash.copy(original.resolve("crashed"), directory);
    segment = DiskView.segments(directory).get(0);
    blocks = DiskView.blocks(directory);
    assertThat(blocks).hasSize(6);
  }

  private static JournalConfigBuilder config(Path directory) {
    return JournalConfig.builder(directory).ringSize(128);
  }

  /** A group is a block of its own when the writer has nothing else to do. */
  private static void emitBlocks(SemanticJournal journal, int from, int to) {
    for (int block = from; block < to; block++) {
      List<SemanticEvent> group =
          IntStream.range(block * PER_BLOCK, (block + 1) * PER_BLOCK)
              .mapToObj(i -> Events.of(1, i).build())
              .toList();
      long[] sequences = journal.emitEventsAtomic(group);
      await().until(() -> journal.status().writtenSequence() == sequences[PER_BLOCK - 1]);
    }
  }

  private void assertContinuesBehind(int kept) {
    try (SemanticJournal journal = SemanticJournal.open(config(directory).build())) {
      assertThat(journal.status().lastEmittedSequence()).isEqualTo(kept);
      assertThat(journal.status().durableSequence()).isEqualTo(kept);
      for (int i = kept; i < kept + 50; i++) {
        assertThat(journal.emitEvent(Events.of(1, i))).isEqualTo(i + 1);
      }
    }
    List<SemanticEvent> events = DiskView.events(directory);
    assertSequences(events, 1, kept + 50);
    events.forEach(Events::assertIntact);
    DiskView.blocks(directory);
    Crash.reopen(config(directory).recovery(false).build());
  }

  private Path quarantined(String name) {
    return directory.resolve("quarantine").resolve(name);
  }

  private Path torn(int block) {
    return quarantined(segment.getFileName() + "." + blocks.get(block).position() + ".torn");
  }

  /** Everything but zeros at the end was kept. */
  private static void assertKept(Path file, byte[] bytes) throws IOException {
    assertThat(Arrays.equals(Arrays.copyOf(Files.readAllBytes(file), bytes.length), bytes))
        .isTrue();
    assertThat(Files.size(file)).isLessThanOrEqualTo(bytes.length);
  }

  /**
   * Every opening for writing is refused for damage to what was acknowledged, and changes nothing.
   */
  private void assertRefused(Path file, long position, String... parts) {
    Map<String, ByteBuffer> before = Crash.contents(directory);
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> SemanticJournal.open(config(directory).build()))
          .isInstanceOfSatisfying(
              CorruptionException.class,
              e -> {
                assertThat(e.file()).isEqualTo(file.toString());
                assertThat(e.position()).isEqualTo(position);
                assertThat(e.getMessage())
                    .contains("damaged below what was acknowledged", "salvage it")
                    .contains(parts);
              });
    }
    assertThat(Crash.contents(directory)).isEqualTo(before);
  }

  @Test
  void shouldKeepAllThatWasWrittenWhenTheLogEndsCleanly() {
    assertContinuesBehind(WRITTEN);
    assertThat(directory.resolve("quarantine")).doesNotExist();
  }

  @Test
  void shouldSurviveOneCrashAfterTheOther() {
    for (int opening = 0; opening < 3; opening++) {
      Path copy = temp.resolve("copy" + opening);
      try (SemanticJournal journal = SemanticJournal.open(config(directory).build())) {
        journal.emitEvent(Events.of(1, WRITTEN + opening));
        Crash.image(journal, copy);
      }
      directory = copy;
    }
    assertContinuesBehind(WRITTEN + 3);
  }

  @Test
  void shouldSetATornLastBlockAsideAndContinueBeforeIt() throws IOException {
    Block last = blocks.get(5);
    Crash.flipByte(segment, last.position() + last.size() / 2);
    byte[] bytes = Crash.read(segment, last.position(), last.size());

    assertContinuesBehind(WRITTEN - PER_BLOCK);
    assertKept(torn(5), bytes);
  }

  @Test
  void shouldSetEverythingBehindATornBlockAside() throws IOException {
    Crash.flipByte(segment, blocks.get(3).position() + 150);
    Block last = blocks.get(5);
    int length = (int) (last.position() + last.size() - blocks.get(3).position());
    byte[] bytes = Crash.read(segment, blocks.get(3).position(), length);

    assertContinuesBehind(DURABLE);
    assertKept(torn(3), bytes);
  }

  @Test
  void shouldSetAsideWhatFollowsABlockThatNeverReachedTheDisk() {
    Block lost = blocks.get(4);
    Crash.write(segment, lost.position(), new byte[lost.size()]);

    assertContinuesBehind(DURABLE + PER_BLOCK);
    assertThat(torn(4)).exists();
  }

  @Test
  void shouldCutABlockThatTheFileEndsIn() throws IOException {
    Block last = blocks.get(5);
    Crash.truncate(segment, last.position() + last.size() - 50);
    byte[] bytes = Crash.read(segment, last.position(), last.size() - 50);

    assertContinuesBehind(WRITTEN - PER_BLOCK);
    assertKept(torn(5), bytes);
  }

  @Test
  void shouldSealAtOnceWhenTheFileEndsBetweenBlocks() {
    Crash.truncate(segment, blocks.get(5).position());
    assertContinuesBehind(WRITTEN - PER_BLOCK);
    assertThat(directory.resolve("quarantine")).doesNotExist();
  }

  @Test
  void shouldNotOverwriteWhatAnEarlierMendingSetAside() throws IOException {
    Files.createDirectories(torn(5).getParent());
    Files.writeString(torn(5), "from before");
    Crash.flipByte(segment, blocks.get(5).position() + 150);

    assertContinuesBehind(WRITTEN - PER_BLOCK);
    assertThat(torn(5)).hasContent("from before");
    assertThat(quarantined(torn(5).getFileName() + ".1")).exists();
  }

  @Test
  void shouldRefuseDamageToTheLastBlockBelowTheMark() {
    Crash.flipByte(segment, blocks.get(2).position() + 150);
    assertRefused(
        segment,
        blocks.get(2).position(),
        "acknowledged up to sequence " + DURABLE,
        "block there is BAD_CHECKSUM",
        "firstLostSequence=" + (DURABLE - PER_BLOCK + 1));
  }

  @Test
  void shouldRefuseAFileThatEndsBelowTheMark() {
    Crash.truncate(segment, blocks.get(1).position() + 20);
    assertRefused(
        segment,
        blocks.get(1).position(),
        "block there is INCOMPLETE",
        "firstLostSequence=" + (PER_BLOCK + 1));
  }

  @Test
  void shouldRefuseASegmentWhoseBlocksAreAllGone() {
    Crash.truncate(segment, 512);
    assertRefused(segment, 512, "block there is END_OF_LOG", "firstLostSequence=1");
  }

  @Test
  void shouldTakeFromLaterBlocksWhatWasAcknowledgedWhenTheMarkIsMissing() throws IOException {
    // Blocks 3 to 5 say that up to DURABLE all had been durable before they were sealed.
    Files.delete(mark);
    Crash.flipByte(segment, blocks.get(1).position() + 150);
    assertRefused(
        segment,
        blocks.get(1).position(),
        "acknowledged up to sequence " + DURABLE,
        "firstLostSequence=" + (PER_BLOCK + 1));
  }

  @Test
  void shouldScanFromTheSegmentsBeginningWhenTheMarkIsMissing() throws IOException {
    Files.delete(mark);
    assertContinuesBehind(WRITTEN);
  }

  @Test
  void shouldDoWithoutAMarkThatIsGarbage() {
    Crash.write(mark, 0, Events.bytes(1, 272));
    assertContinuesBehind(WRITTEN);
  }

  @Test
  void shouldDoWithoutAMarkThatIsEmpty() {
    Crash.truncate(mark, 0);
    assertContinuesBehind(WRITTEN);
  }

  @ParameterizedTest
  @EnumSource(SegmentIo.class)
  void shouldRefuseToMendWhenRecoveryIsOff(SegmentIo io) {
    Map<String, ByteBuffer> before = Crash.contents(directory);
    assertThatThrownBy(
            () -> SemanticJournal.open(config(directory).segmentIo(io).recovery(false).build()))
        .isInstanceOf(RecoveryException.class)
        .hasMessage("journal was not closed properly and recovery is off: file=" + segment);
    assertThat(Crash.contents(directory)).isEqualTo(before);
    assertContinuesBehind(WRITTEN);
  }

  @Test
  void shouldSetABlankNextSegmentAside() throws IOException {
    String name = "00000000000000000031.semj";
    Files.write(directory.resolve(name), new byte[4096]);
    assertContinuesBehind(WRITTEN);
    assertThat(Files.size(quarantined(name))).isEqualTo(4096);
  }

  @Test
  void shouldSetAnEmptyNextSegmentAside() throws IOException {
    String name = "00000000000000000031.semj";
    Files.createFile(directory.resolve(name));
    assertContinuesBehind(WRITTEN);
    assertThat(quarantined(name)).isEmptyFile();
  }

  @Test
  void shouldRefuseABlankSegmentThatHeldWhatWasAcknowledged() throws IOException {
    Path blank = directory.resolve("00000000000000000011.semj");
    Files.createFile(blank);
    assertRefused(blank, 0, "segment head is blank", "firstLostSequence=11");
  }

  @Test
  void shouldPrepareTheNextSegmentOverALeftoverOfOne() throws IOException {
    Files.write(directory.resolve("next.tmp"), Events.bytes(1, 100_000));
    assertContinuesBehind(WRITTEN);
    assertThat(directory.resolve("next.tmp")).doesNotExist();
  }

  /** With a cut of the power blocks that were written last may be there, and not those before. */
  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5})
  void shouldReadUpToATornBlockWhateverFollowsIt(int torn) {
    Crash.flipByte(segment, blocks.get(torn).position() + 150);
    int kept = torn * PER_BLOCK;
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      assertThat(reader.poll(record -> {}, 100)).isEqualTo(kept);
      assertThat(reader.next()).isNull();
      assertContinuesBehind(kept);
      assertThat(reader.poll(record -> {}, 100)).isEqualTo(50);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, true", "1, true", "2, true", "0, false", "1, false", "2, false"})
  void shouldReportDamageToWhatWasAcknowledgedByMarkOrLaterBlocks(int damaged, boolean marked)
      throws IOException {
    if (!marked) {
      Files.delete(mark);
    }
    Crash.flipByte(segment, blocks.get(damaged).position() + 150);
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      for (int look = 0; look < 2; look++) {
        assertThatThrownBy(() -> reader.poll(record -> {}, 100))
            .isInstanceOfSatisfying(
                CorruptionException.class,
                e -> assertThat(e.position()).isEqualTo(blocks.get(damaged).position()));
      }
    }
  }

  @Test
  void shouldReportDamageAtTheEndOnceTheMarkSaysThatItWasAcknowledged() throws IOException {
    Crash.flipByte(segment, blocks.get(5).position() + 150);
    byte[] earlier = Files.readAllBytes(mark);
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      assertThat(reader.poll(record -> {}, 100)).isEqualTo(WRITTEN - PER_BLOCK);
      Files.copy(original.resolve("later.mark"), mark, StandardCopyOption.REPLACE_EXISTING);
      assertThatThrownBy(() -> reader.poll(record -> {}, 100))
          .isInstanceOf(CorruptionException.class);
      Files.write(mark, earlier);
      assertThat(reader.poll(record -> {}, 100)).isZero();
    }
  }

  @Test
  void shouldNotSkipABlockWhoseTrailerIsDamaged() {
    // The trailer now says that the block's sequences are lower than they are.
    Block damaged = blocks.get(3);
    long trailer = damaged.position() + damaged.size() - BlockDescriptor.TRAILER_LENGTH;
    Crash.write(segment, trailer + BlockDescriptor.FIRST_SEQUENCE_OFFSET, new byte[Long.BYTES]);
    try (JournalReader reader = JournalReader.open(directory, damaged.firstSequence() + 1)) {
      assertThatThrownBy(reader::next)
          .isInstanceOfSatisfying(
              CorruptionException.class,
              e -> assertThat(e.position()).isEqualTo(damaged.position()));
    }
    try (JournalReader reader = JournalReader.open(directory, damaged.lastSequence() + 1)) {
      assertThat(reader.next().sequence()).isEqualTo(damaged.lastSequence() + 1);
    }
  }
}
