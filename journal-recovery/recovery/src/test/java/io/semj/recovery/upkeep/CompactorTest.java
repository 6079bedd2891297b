package io.semj.recovery.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.JournalReader;
import io.semj.core.SemanticJournal;
import io.semj.core.filter.RecordFilter;
import io.semj.core.storage.DirectoryLock;
import io.semj.core.storage.JournalDirectory;
import io.semj.error.CorruptionException;
import io.semj.error.ResourceExhaustedException;
import io.semj.error.WorkCancelledException;
import io.semj.event.SemanticEvent;
import io.semj.format.BlockCompression;
import io.semj.recovery.IntegrityReport;
import io.semj.recovery.IntegrityVerifier;
import io.semj.recovery.work.WorkControl;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class CompactorTest {
  private static final int EVENTS = 8_000;
  private static final RecordFilter EVEN = record -> record.userspaceSequence() % 2 == 0;
  private static final LatestKey BY_SIZE = LatestKey.ofLong(record -> record.length());

  @TempDir private Path temp;
  private Path directory;

  @BeforeEach
  void writeAJournal() {
    directory = temp.resolve("journal");
    UpkeepJournal.write(directory, EVENTS, 50, 7);
    assertThat(UpkeepJournal.segments(directory)).hasSizeGreaterThan(3);
  }

  private CompactionReport compact(Compaction compaction) {
    return new Compactor(directory, compaction).run();
  }

  private static List<Long> sequences(Path journal) {
    return UpkeepJournal.read(journal).stream().map(SemanticEvent::sequence).toList();
  }

  private void assertSound(long removed) {
    IntegrityReport report = new IntegrityVerifier(directory).verify();
    assertThat(report.problems()).isEmpty();
    assertThat(report.removedEvents()).isEqualTo(removed);
  }

  @Test
  void shouldKeepWhatTheFilterWantsByteForByte() {
    List<SemanticEvent> before = UpkeepJournal.read(directory);
    CompactionReport report = compact(Compaction.keep(EVEN));
    assertThat(UpkeepJournal.read(directory))
        .isEqualTo(before.stream().filter(e -> e.sequence() % 2 == 0).toList());
    assertThat(report.eventsBefore()).isEqualTo(EVENTS);
    assertThat(report.eventsRemoved()).isEqualTo(EVENTS / 2);
    assertThat(report.bytesAfter()).isLessThan(report.bytesBefore());
    assertThat(report.bytesAfter()).isEqualTo(bytesOfSegments());
    assertSound(EVENTS / 2);
  }

  private long bytesOfSegments() {
    return UpkeepJournal.segments(directory).stream().mapToLong(CompactorTest::size).sum();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldLeaveAloneWhatIsCompactedAlready() {
    compact(Compaction.keep(EVEN));
    CompactionReport again = compact(Compaction.keep(EVEN));
    assertThat(again.rewrittenSegments()).isZero();
    assertThat(again.eventsRemoved()).isZero();
    assertSound(EVENTS / 2);
  }

  @Test
  void shouldForeseeExactlyWhatItDoesAndChangeNothingBefore() {
    List<Long> before = sequences(directory);
    CompactionReport plan = new Compactor(directory, Compaction.keep(EVEN)).plan();
    assertThat(sequences(directory)).isEqualTo(before);
    assertSound(0);
    CompactionReport done = compact(Compaction.keep(EVEN));
    assertThat(plan.dryRun()).isTrue();
    assertThat(plan.segments()).isEqualTo(done.segments());
    assertThat(plan.toString()).startsWith("would compact " + directory);
    assertThat(done.toJson()).contains("\"dry_run\":false", "\"events_removed\":4000");
  }

  @Test
  void shouldKeepTheLatestEventOfEachKeyOnly() {
    Map<Long, Long> latest = new HashMap<>();
    for (SemanticEvent event : UpkeepJournal.read(directory)) {
      latest.put((long) event.toByteArray().length, event.sequence());
    }
    compact(Compaction.latestPerKey(BY_SIZE));
    assertThat(sequences(directory)).isEqualTo(latest.values().stream().sorted().toList());
    assertSound(EVENTS - latest.size());
  }

  @Test
  void shouldKeepEventsWithoutAKey() {
    LatestKey key =
        LatestKey.ofBytes(r -> r.userspaceSequence() <= 100 ? null : new byte[] {1, 2, 3});
    compact(Compaction.latestPerKey(key));
    assertThat(sequences(directory)).hasSize(101).contains(1L, 100L, (long) EVENTS);
  }

  @Test
  void shouldRefuseMoreKeysThanAllowedAndChangeNothing() {
    List<Long> before = sequences(directory);
    Compaction compaction =
        Compaction.latestPerKey(LatestKey.ofLong(r -> r.userspaceSequence())).withMaxKeys(100);
    assertThatThrownBy(() -> compact(compaction))
        .isInstanceOf(ResourceExhaustedException.class)
        .hasMessage(
            "more keys than allowed, nothing was compacted: most=100; raise maxKeys for it");
    assertThat(sequences(directory)).isEqualTo(before);
  }

  @Test
  void shouldStoreEverythingWithAnotherCompressionOnce() {
    List<SemanticEvent> before = UpkeepJournal.read(directory);
    CompactionReport report = compact(Compaction.recompress(BlockCompression.ZLIB));
    assertThat(report.rewrittenSegments()).isEqualTo(report.segments().size());
    assertThat(report.bytesAfter()).isLessThan(report.bytesBefore() / 2);
    assertThat(UpkeepJournal.read(directory)).isEqualTo(before);
    assertSound(0);
    assertThat(compact(Compaction.recompress(BlockCompression.ZLIB)).rewrittenSegments()).isZero();
  }

  @Test
  void shouldKeepTheOriginalsWhereAsked() throws IOException {
    Path originals = temp.resolve("originals");
    List<SemanticEvent> before = UpkeepJournal.read(directory);
    assertThatThrownBy(
            () ->
                compact(Compaction.recompress(BlockCompression.LZ4).keepingOriginalsIn(directory)))
        .hasMessageContaining("journal's own directory");
    compact(Compaction.keep(EVEN).keepingOriginalsIn(originals));
    assertThat(UpkeepJournal.read(originals)).isEqualTo(before);
    compact(Compaction.keep(r -> false).keepingOriginalsIn(originals));
    try (Stream<Path> kept = Files.list(originals)) {
      assertThat(kept.filter(p -> p.toString().endsWith(".1")).count())
          .isEqualTo(UpkeepJournal.segments(directory).size());
    }
  }

  @Test
  void shouldGoOnBehindAJournalOfWhichNothingIsLeft() {
    compact(Compaction.keep(r -> false));
    assertThat(sequences(directory)).isEmpty();
    try (SemanticJournal journal = SemanticJournal.open(UpkeepJournal.config(directory).build())) {
      UpkeepJournal.emit(journal, 3, 1, new Random(1));
    }
    assertThat(sequences(directory)).containsExactly(EVENTS + 1L, EVENTS + 2L, EVENTS + 3L);
    assertSound(EVENTS);
  }

  @Test
  void shouldRefuseADamagedSegmentAndLeaveItAsItIs() throws IOException {
    Path damaged = UpkeepJournal.segments(directory).get(1);
    try (RandomAccessFile file = new RandomAccessFile(damaged.toString(), "rw")) {
      file.seek(file.length() - 500);
      file.write(file.read() ^ 1);
    }
    byte[] before = Files.readAllBytes(damaged);
    assertThatThrownBy(() -> compact(Compaction.keep(EVEN)))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining(damaged.toString());
    assertThat(damaged).hasBinaryContent(before);
    assertThat(directory.resolve(JournalDirectory.REWRITE_FILE)).doesNotExist();
  }

  @Test
  void shouldBeDoneAgainWhenItWasCancelled() {
    WorkControl control = new WorkControl();
    Compactor cancelled =
        new Compactor(directory, Compaction.keep(EVEN))
            .control(control)
            .onProgress(p -> control.cancel());
    assertThatThrownBy(cancelled::run).isInstanceOf(WorkCancelledException.class);
    compact(Compaction.keep(EVEN));
    assertThat(sequences(directory)).allMatch(s -> s % 2 == 0).hasSize(EVENTS / 2);
    assertSound(EVENTS / 2);
  }

  @Test
  void shouldReportProgressToTheEnd() {
    AtomicLong done = new AtomicLong();
    AtomicLong total = new AtomicLong();
    new Compactor(directory, Compaction.keep(EVEN))
        .onProgress(
            p -> {
              done.set(p.done());
              total.set(p.total());
            })
        .run();
    assertThat(done.get()).isPositive().isEqualTo(total.get());
  }

  @Test
  void shouldTakeTurnsWithOtherMaintenance() throws IOException {
    DirectoryLock other = DirectoryLock.maintenance(JournalDirectory.existing(directory));
    WorkControl control = new WorkControl();
    control.cancel();
    Compactor compactor = new Compactor(directory, Compaction.keep(EVEN)).control(control);
    assertThatThrownBy(compactor::run).isInstanceOf(WorkCancelledException.class);
    other.close();
    compact(Compaction.keep(EVEN));
  }

  @Test
  @Timeout(300)
  void shouldWorkBesideAWriterAndAReader() throws InterruptedException {
    AtomicBoolean writing = new AtomicBoolean(true);
    AtomicLong emitted = new AtomicLong(EVENTS);
    try (SemanticJournal journal = SemanticJournal.open(UpkeepJournal.config(directory).build())) {
      Thread writer =
          new Thread(
              () -> {
                Random random = new Random(3);
                while (writing.get()) {
                  UpkeepJournal.emit(journal, 500, 50, random);
                  emitted.addAndGet(500);
                }
              });
      writer.start();
      try (JournalReader live = journal.reader(1)) {
        long last = 0;
        for (int modulus = 2; modulus <= 32; modulus *= 2) {
          int keep = modulus;
          compact(Compaction.keep(r -> r.userspaceSequence() % keep == 0));
          for (int i = 0; i < 700; i++) {
            SemanticEvent event = next(live);
            assertThat(event.sequence()).isGreaterThan(last);
            last = event.sequence();
          }
        }
      } finally {
        writing.set(false);
        writer.join();
      }
    }
    List<Long> left = sequences(directory);
    assertThat(left.get(left.size() - 1)).isEqualTo(emitted.get());
    assertThat(left).isSorted().contains(32L, 64L, 7_968L).doesNotContain(1L, 33L, 4_000L - 16);
    IntegrityReport report = new IntegrityVerifier(directory).verify();
    assertThat(report.problems()).isEmpty();
    assertThat(left.size() + report.removedEvents()).isEqualTo(emitted.get());
  }

  /** Most of what was there is compacted away soon: the writer may still have to write the next. */
  private static SemanticEvent next(JournalReader live) {
    SemanticEvent event = live.next();
    while (event == null) {
      Thread.onSpinWait();
      event = live.next();
    }
    return event;
  }

  @Property(tries = 8)
  void shouldGiveWhatABruteForceFilterGives(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int keys) throws IOException {
    Path journal = Files.createTempDirectory("compaction");
    Random random = new Random(seed);
    UpkeepJournal.write(journal, 1 + random.nextInt(6_000), keys, seed);
    List<SemanticEvent> events = UpkeepJournal.read(journal);
    boolean latest = random.nextBoolean();
    int modulus = 1 + random.nextInt(9);
    Map<Long, Long> latestOf = new HashMap<>();
    events.forEach(e -> latestOf.put(e.transactionId(), e.sequence()));
    List<SemanticEvent> expected =
        events.stream()
            .filter(
                e ->
                    latest
                        ? latestOf.get(e.transactionId()) == e.sequence()
                        : e.transactionId() % modulus != 0)
            .toList();
    Compaction compaction =
        latest
            ? Compaction.latestPerKey(
                LatestKey.ofLong(
                    r -> SemanticEvent.copyOf(r.buffer(), r.offset(), r.length()).transactionId()))
            : Compaction.keep(
                r ->
                    SemanticEvent.copyOf(r.buffer(), r.offset(), r.length()).transactionId()
                            % modulus
                        != 0);
    CompactionReport report =
        new Compactor(
                journal,
                random.nextBoolean()
                    ? compaction
                    : compaction.withCompression(BlockCompression.LZ4))
            .run();
    assertThat(UpkeepJournal.read(journal)).isEqualTo(expected);
    assertThat(report.eventsRemoved()).isEqualTo(events.size() - expected.size());
    assertThat(new IntegrityVerifier(journal).verify().problems()).isEmpty();
    try (Stream<Path> files = Files.walk(journal)) {
      files.sorted(Comparator.reverseOrder()).forEach(CompactorTest::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
