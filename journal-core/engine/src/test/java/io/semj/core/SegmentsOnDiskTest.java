package io.semj.core;

import static io.semj.core.fixture.DiskView.assertSequences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.fixture.Crash;
import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.DiskView.Block;
import io.semj.core.fixture.Events;
import io.semj.error.ChecksumMismatchException;
import io.semj.error.ConsistencyException;
import io.semj.error.CorruptionException;
import io.semj.error.ForeignFileException;
import io.semj.error.JournalException;
import io.semj.error.KernelJournalException;
import io.semj.error.LegacyFormatException;
import io.semj.error.VersionMismatchException;
import io.semj.event.SemanticEvent;
import io.semj.format.BlockCompression;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What opening makes of several segments, and of files that are none. */
class SegmentsOnDiskTest {
  private static final int EVENTS = 10_000;
  private static final String BEHIND_ALL = "00000000000000099999.semj";

  @TempDir private static Path original;
  @TempDir private Path temp;
  private Path directory;
  private List<Path> segments;

  @BeforeAll
  static void writeAtLeastThreeSegments() {
    write(original.resolve("journal"), EVENTS);
    crashBeforeAnySync(original.resolve("writing"), original.resolve("unsynced"));
  }

  /** The sync thread comes no further than its first look at the clock. */
  private static void crashBeforeAnySync(Path running, Path crashed) {
    CountDownLatch release = new CountDownLatch(1);
    JournalClock clock =
        () -> {
          if (Thread.currentThread().getName().startsWith("semj-sync")) {
            awaitQuietly(release);
          }
          return System.currentTimeMillis() * 1_000_000;
        };
    try (SemanticJournal journal = SemanticJournal.open(config(running).clock(clock).build())) {
      for (int i = 0; i < EVENTS; i++) {
        journal.emitEvent(Events.of(1, i));
      }
      Crash.image(journal, crashed);
      release.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void copy() {
    directory = temp.resolve("journal");
    Crash.copy(original.resolve("journal"), directory);
    segments = DiskView.segments(directory);
    assertThat(segments).hasSizeGreaterThanOrEqualTo(3);
  }

  private static void write(Path directory, int events) {
    try (SemanticJournal journal = SemanticJournal.open(config(directory).build())) {
      for (int i = 0; i < events; i++) {
        journal.emitEvent(Events.of(1, i));
      }
    }
  }

  private static JournalConfigBuilder config(Path directory) {
    return JournalConfig.builder(directory)
        .ringSize(512)
        .syncPolicy(SyncPolicy.WRITTEN)
        .compression(BlockCompression.NONE)
        .maxSegmentBytes(1 << 20);
  }

  private Path mark() {
    return directory.resolve("durable.mark");
  }

  /** Opening for writing does; and a reader that was there before it comes as far by itself. */
  private void assertContinuesBehind(long kept) {
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      assertThat(reader.poll(record -> {}, 2 * EVENTS)).isEqualTo((int) kept);
      assertThat(reader.hasNext()).isFalse();
      try (SemanticJournal journal = SemanticJournal.open(config(directory).build())) {
        assertThat(journal.emitEvent(Events.of(1, 0))).isEqualTo(kept + 1);
      }
      assertThat(reader.next().sequence()).isEqualTo(kept + 1);
    }
    List<SemanticEvent> events = DiskView.events(directory);
    assertSequences(events, 1, kept + 1);
    events.forEach(Events::assertIntact);
    DiskView.blocks(directory);
  }

  private <E extends JournalException> E assertRefused(Class<E> type) {
    Map<String, ByteBuffer> before = Crash.contents(directory);
    JournalException[] refusal = new JournalException[1];
    assertThatThrownBy(() -> SemanticJournal.open(config(directory).build()))
        .isInstanceOfSatisfying(type, e -> refusal[0] = e);
    assertThat(Crash.contents(directory)).isEqualTo(before);
    return type.cast(refusal[0]);
  }

  @Test
  void shouldSealAMiddleSegmentThatTheCrashLeftUnsealed() {
    Crash.unseal(segments.get(1));
    Crash.unseal(segments.get(segments.size() - 1));

    assertContinuesBehind(EVENTS);
    assertThat(Crash.head(segments.get(1)).seal()).isPresent();
  }

  @Test
  void shouldSetLaterSegmentsAsideWhenTheyDoNotContinueATornOne() throws IOException {
    useUnsynced();
    Block torn = tearSecond();

    assertContinuesBehind(torn.firstSequence() - 1);
    for (Path later : segments.subList(2, segments.size())) {
      assertThat(directory.resolve("quarantine").resolve(later.getFileName())).exists();
    }
  }

  @Test
  void shouldSetLaterSegmentsAsideWhenBlocksBeforeThemNeverReachedTheDisk() {
    useUnsynced();
    Block lost = lastOfSecond();
    Crash.write(segments.get(1), lost.position(), new byte[lost.size()]);

    assertContinuesBehind(lost.firstSequence() - 1);
  }

  @Test
  void shouldBeginAnewWhenAMendingWasCutShort() throws IOException {
    useUnsynced();
    Block torn = tearSecond();
    // The newest segment had been set aside already.
    Path newest = segments.get(segments.size() - 1);
    Path aside = Files.createDirectories(directory.resolve("quarantine"));
    Files.move(newest, aside.resolve(newest.getFileName()));

    assertContinuesBehind(torn.firstSequence() - 1);
  }

  /** Goes over to a journal of which nothing was ever synced, and no segment sealed. */
  private void useUnsynced() {
    directory = temp.resolve("unsynced");
    Crash.copy(original.resolve("unsynced"), directory);
    segments = DiskView.segments(directory);
    assertThat(DiskView.blocks(directory)).allMatch(block -> block.durableSequence() == 0);
  }

  /** Tears the second segment in its last block. */
  private Block tearSecond() {
    Block torn = lastOfSecond();
    Crash.flipByte(segments.get(1), torn.position() + 150);
    return torn;
  }

  private Block lastOfSecond() {
    List<Block> blocks =
        DiskView.blocks(directory).stream()
            .filter(block -> block.file().equals(segments.get(1)))
            .toList();
    return blocks.get(blocks.size() - 1);
  }

  @Test
  void shouldRefuseATornSegmentWhoseEventsWereAcknowledged() {
    segments.stream().skip(1).forEach(Crash::unseal);
    Block torn = tearSecond();
    assertThat(assertRefused(CorruptionException.class))
        .hasMessageContaining("acknowledged up to sequence " + EVENTS)
        .hasMessageContaining("firstLostSequence=" + torn.firstSequence())
        .hasMessageContaining(segments.get(1).toString());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldReportATornSegmentWhereALaterOneTellsWhatWasAcknowledged(boolean bySeal)
      throws IOException {
    if (bySeal) {
      Crash.unseal(segments.get(1));
    } else {
      write(directory, 1); // in a block that says all before it was durable
      DiskView.segments(directory).stream().skip(1).forEach(Crash::unseal);
    }
    Files.delete(mark());
    Block torn = tearSecond();
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      assertThatThrownBy(() -> reader.poll(record -> {}, 2 * EVENTS))
          .isInstanceOfSatisfying(
              CorruptionException.class, e -> assertThat(e.position()).isEqualTo(torn.position()));
    }
  }

  @Test
  void shouldReportADamagedHeadBehindAnUnsealedSegment() {
    useUnsynced();
    Crash.flipByte(segments.get(1), 40);
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      assertThatThrownBy(() -> reader.poll(record -> {}, 2 * EVENTS))
          .isInstanceOf(ChecksumMismatchException.class)
          .hasMessageContaining(segments.get(1).toString());
    }
  }

  @Test
  void shouldReportATornBlockWhereADamagedHeadBehindItCannotTellWhatWasAcknowledged() {
    useUnsynced();
    Block torn = tearSecond();
    Crash.flipByte(segments.get(2), 40);
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      assertThatThrownBy(() -> reader.poll(record -> {}, 2 * EVENTS))
          .isInstanceOfSatisfying(
              CorruptionException.class, e -> assertThat(e.position()).isEqualTo(torn.position()));
    }
  }

  @Test
  void shouldReportASegmentThatIsMissingBehindAnUnsealedOneIfItWasAcknowledged()
      throws IOException {
    segments.forEach(Crash::unseal);
    Files.delete(segments.get(1));
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      assertThatThrownBy(() -> reader.poll(record -> {}, 2 * EVENTS))
          .isInstanceOf(ConsistencyException.class)
          .hasMessageContaining("events are missing");
    }
  }

  @Test
  void shouldRefuseAJournalWhoseNewestSegmentIsMissing() throws IOException {
    Path newest = segments.get(segments.size() - 1);
    long first = Crash.head(newest).identity().firstSequence();
    Files.delete(newest);
    assertThat(assertRefused(CorruptionException.class))
        .hasMessageContaining("acknowledged up to sequence " + EVENTS)
        .hasMessageContaining("firstLostSequence=" + first);
  }

  @Test
  void shouldRefuseAJournalWithAHoleBetweenSegments() throws IOException {
    long first = Crash.head(segments.get(1)).identity().firstSequence();
    Files.delete(segments.get(1));
    assertThat(assertRefused(CorruptionException.class))
        .hasMessageContaining("segment does not continue the one before it")
        .hasMessageContaining("firstLostSequence=" + first)
        .hasMessageContaining(segments.get(2).toString());
  }

  @Test
  void shouldOpenAJournalWhoseOldestSegmentsAreGone() throws IOException {
    Files.delete(segments.get(0));
    long first = Crash.head(segments.get(1)).identity().firstSequence();
    try (SemanticJournal journal = SemanticJournal.open(config(directory).build())) {
      assertThat(journal.status().firstSequence()).isEqualTo(first);
      assertThat(journal.emitEvent(Events.of(1, 0))).isEqualTo(EVENTS + 1);
    }
    assertSequences(DiskView.events(directory), first, EVENTS + 1);
  }

  @Test
  void shouldRefuseASegmentOfAnotherJournal() throws IOException {
    Path other = temp.resolve("other");
    write(other, 10);
    Files.copy(DiskView.segments(other).get(0), directory.resolve(BEHIND_ALL));
    assertThat(assertRefused(ConsistencyException.class))
        .hasMessageContaining("segment belongs to another journal")
        .hasMessageContaining(BEHIND_ALL);
  }

  @Test
  void shouldRefuseADamagedSegmentHeader() {
    Crash.flipByte(segments.get(1), 60);
    assertThat(assertRefused(JournalException.class)).hasMessageContaining("" + segments.get(1));
  }

  @Test
  void shouldNameAFileOfTheOlderFormat() throws IOException {
    writeBehindAll(header("USJL".getBytes(StandardCharsets.US_ASCII)));
    assertThat(assertRefused(LegacyFormatException.class)).hasMessageContaining(BEHIND_ALL);
  }

  @Test
  void shouldNameAFileThatIsNoSegment() throws IOException {
    writeBehindAll(Events.bytes(1, 4096));
    assertThat(assertRefused(ForeignFileException.class)).hasMessageContaining(BEHIND_ALL);
  }

  @Test
  void shouldNameAKernelJournal() throws IOException {
    byte[] bytes = Crash.read(segments.get(0), 0, 4096);
    Arrays.fill(bytes, 52, 4096, (byte) 0);
    writeBehindAll(bytes);
    assertThat(assertRefused(KernelJournalException.class)).hasMessageContaining(BEHIND_ALL);
  }

  @Test
  void shouldNameASegmentOfANewerVersion() throws IOException {
    byte[] bytes = Crash.read(segments.get(0), 0, 4096);
    bytes[4] = 2;
    writeBehindAll(bytes);
    assertThat(assertRefused(VersionMismatchException.class)).hasMessageContaining(BEHIND_ALL);
  }

  private void writeBehindAll(byte[] bytes) throws IOException {
    Files.write(directory.resolve(BEHIND_ALL), bytes);
  }

  private static byte[] header(byte[] magic) {
    ByteBuffer bytes = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    int word = ByteBuffer.wrap(magic).getInt();
    bytes.putInt(0, word).putInt(4, 1);
    CRC32 crc = new CRC32();
    crc.update(bytes.array(), 0, 48);
    return bytes.putInt(48, (int) crc.getValue()).array();
  }

  @Test
  void shouldLeaveFilesAloneThatAreNotItsOwn() throws IOException {
    Files.writeString(directory.resolve("notes.txt"), "mine");
    Files.writeString(directory.resolve("1.semj"), "no segment's name");
    Files.writeString(directory.resolve("00000000000000000001.semj.bak"), "a copy");
    Files.createDirectory(directory.resolve("00000000000000088888.semj"));

    assertContinuesBehind(EVENTS);
    assertThat(directory.resolve("notes.txt")).hasContent("mine");
    assertThat(directory.resolve("1.semj")).hasContent("no segment's name");
    assertThat(directory.resolve("00000000000000000001.semj.bak")).hasContent("a copy");
    assertThat(directory.resolve("00000000000000088888.semj")).isDirectory();
  }

  @Test
  void shouldIgnoreTheMarkOfAnotherJournal() throws IOException {
    Path other = temp.resolve("other");
    write(other, 2 * EVENTS);
    Files.copy(other.resolve("durable.mark"), mark(), StandardCopyOption.REPLACE_EXISTING);
    assertContinuesBehind(EVENTS);
  }

  private void blank(Path file) {
    Crash.truncate(file, 0);
  }

  @Test
  void shouldTakeABlankSegmentForNotThereAndSetAsideWhatIsBehindIt() throws IOException {
    useUnsynced();
    Crash.seal(directory, segments.get(0));
    long first = Crash.head(segments.get(1)).identity().firstSequence();
    blank(segments.get(1));

    assertContinuesBehind(first - 1);
    for (Path later : segments.subList(2, segments.size())) {
      assertThat(directory.resolve("quarantine").resolve(later.getFileName())).exists();
    }
  }

  @Test
  void shouldSealTheSegmentBeforeABlankOneAndSetAsideWhatIsBehindIt() throws IOException {
    useUnsynced();
    long first = Crash.head(segments.get(1)).identity().firstSequence();
    blank(segments.get(1));

    assertContinuesBehind(first - 1);
    assertThat(Crash.head(segments.get(0)).seal()).isPresent();
    for (Path later : segments.subList(2, segments.size())) {
      assertThat(directory.resolve("quarantine").resolve(later.getFileName())).exists();
    }
  }

  @Test
  void shouldRefuseABlankSegmentBeforeASealedOne() throws IOException {
    Files.delete(mark());
    blank(segments.get(1));
    assertThat(assertRefused(CorruptionException.class))
        .hasMessageContaining("segment does not continue the one before it");
    Crash.unseal(segments.get(0));
    assertThat(assertRefused(CorruptionException.class))
        .hasMessageContaining("acknowledged up to sequence " + EVENTS);
  }

  @Test
  void shouldRefuseABlankSegmentBelowTheMark() {
    long first = Crash.head(segments.get(1)).identity().firstSequence();
    blank(segments.get(1));
    assertThat(assertRefused(CorruptionException.class))
        .hasMessageContaining("segment head is blank")
        .hasMessageContaining("firstLostSequence=" + first);
  }

  @Test
  void shouldRefuseADirectoryWhoseSegmentsAreAllMissing() throws IOException {
    for (Path segment : segments) {
      Files.delete(segment);
    }
    CorruptionException refusal = assertRefused(CorruptionException.class);
    assertThat(refusal)
        .hasMessageContaining("segments are missing")
        .hasMessageContaining("acknowledged up to sequence " + EVENTS);
    assertThat(refusal.file()).isEqualTo(mark().toString());
  }
}
