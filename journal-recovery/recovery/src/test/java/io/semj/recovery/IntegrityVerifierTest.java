package io.semj.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.OverflowPolicy;
import io.semj.core.SemanticJournal;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.SegmentListing;
import io.semj.error.JournalNotFoundException;
import io.semj.format.ChainMode;
import io.semj.recovery.IntegrityProblem.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journals that the engine wrote, whole and damaged. */
class IntegrityVerifierTest {
  private static final int EVENTS = 6_000;

  @TempDir private Path directory;

  private IntegrityReport verify() {
    return new IntegrityVerifier(directory).verify();
  }

  private Path segment(int index) {
    return JournalFiles.segments(directory).get(index);
  }

  @Test
  void shouldFindAClosedJournalOfSeveralSegmentsSound() {
    JournalFiles.write(JournalFiles.config(directory).build(), EVENTS);
    IntegrityReport report = verify();
    assertThat(report.problems()).isEmpty();
    assertThat(report.isSound()).isTrue();
    IntegrityReport.Totals totals = report.totals();
    assertThat(totals.events()).isEqualTo(EVENTS);
    assertThat(totals.firstSequence()).isEqualTo(1);
    assertThat(totals.lastSequence()).isEqualTo(EVENTS);
    assertThat(totals.segments()).isGreaterThan(2).isEqualTo(totals.sealedSegments());
    assertThat(totals.storedBytes()).isGreaterThan(totals.uncompressedBytes());
    assertThat(report.gaps()).isEmpty();
    assertThat(report.toString())
        .contains("6,000, sequences 1 to 6000", "sound     every checksum");
  }

  @Test
  void shouldFindAReopenedJournalSound() {
    for (int i = 0; i < 3; i++) {
      JournalFiles.write(JournalFiles.config(directory).build(), 100);
    }
    assertThat(verify().problems()).isEmpty();
    assertThat(verify().totals().events()).isEqualTo(300);
  }

  @Test
  void shouldCountTheBlocksThatAreChainedByTheirChecksumAlone() {
    JournalFiles.write(JournalFiles.config(directory).build(), 100);
    assertThat(verify().totals().lightBlocks()).isZero();
    assertThat(verify().toString()).doesNotContain("by checksum alone");
    long full = verify().totals().blocks();
    JournalFiles.write(JournalFiles.config(directory).chainMode(ChainMode.CRC32).build(), 5_000);
    long light = verify().totals().lightBlocks();
    assertThat(light).isPositive();
    assertThat(verify().totals().blocks()).isEqualTo(full + light);
    JournalFiles.write(JournalFiles.config(directory).build(), 100);
    IntegrityReport report = verify();
    assertThat(report.problems()).isEmpty();
    assertThat(report.totals().events()).isEqualTo(5_200);
    assertThat(report.totals().lightBlocks()).isEqualTo(light);
    assertThat(report.toString())
        .contains(String.format(Locale.ROOT, "chained   %,d blocks by checksum alone", light));
  }

  @Test
  void shouldFindAnOpenJournalSoundUpToWhatIsWritten() {
    try (SemanticJournal journal = SemanticJournal.open(JournalFiles.config(directory).build())) {
      JournalFiles.emit(journal, EVENTS);
      journal.flush();
      IntegrityReport report = verify();
      assertThat(report.problems()).isEmpty();
      assertThat(report.totals().events()).isEqualTo(EVENTS);
      assertThat(report.totals().sealedSegments()).isLessThan(report.totals().segments());
    }
  }

  @Test
  void shouldFindAJournalSoundWhileItIsWritten() throws InterruptedException {
    try (SemanticJournal journal = SemanticJournal.open(JournalFiles.config(directory).build())) {
      Thread writer = new Thread(() -> JournalFiles.emit(journal, 40_000));
      writer.start();
      do {
        assertThat(verify().problems()).isEmpty();
      } while (writer.isAlive());
      writer.join();
    }
    assertThat(verify().totals().events()).isEqualTo(40_000);
  }

  @Test
  void shouldFindAJournalSoundThatGoesOnInOtherSegmentsWhileItLooksForThem() {
    JournalDirectory existing = JournalDirectory.create(directory);
    try (SemanticJournal journal = SemanticJournal.open(JournalFiles.config(directory).build())) {
      SegmentListing listing =
          new SegmentListing() {
            @Override
            public List<SegmentFile> segments() {
              List<SegmentFile> listed = existing.segments();
              JournalFiles.emit(journal, EVENTS);
              journal.flush();
              return listed;
            }

            @Override
            public Path path() {
              return directory;
            }
          };
      assertThat(new IntegrityVerifier(directory, listing).verify().problems()).isEmpty();
    }
  }

  @Test
  void shouldExplainWhatAnOverflowPolicyDropped() {
    JournalFiles.write(
        JournalFiles.config(directory)
            .ringSize(64)
            .batchSize(64)
            .overflowPolicy(OverflowPolicy.DROP_OLDEST)
            .build(),
        60_000);
    IntegrityReport report = verify();
    assertThat(report.problems()).isEmpty();
    assertThat(report.totals().events() + report.droppedEvents()).isEqualTo(60_000);
  }

  @Test
  void shouldFindAnEmptyDirectorySound() {
    assertThat(verify().isSound()).isTrue();
    assertThat(verify().totals().segments()).isZero();
  }

  @Test
  void shouldRefuseADirectoryThatIsNotThere() {
    assertThatThrownBy(() -> new IntegrityVerifier(directory.resolve("none")))
        .isInstanceOf(JournalNotFoundException.class);
  }

  @Test
  void shouldStillBeSoundWhenRetentionHasRemovedTheOldestSegments() throws IOException {
    JournalFiles.write(JournalFiles.config(directory).build(), EVENTS);
    Files.delete(segment(0));
    IntegrityReport report = verify();
    assertThat(report.problems()).isEmpty();
    assertThat(report.totals().firstSequence()).isGreaterThan(1);
  }

  @Test
  void shouldReportProgressUpToTheEnd() {
    JournalFiles.write(JournalFiles.config(directory).build(), 20_000);
    List<Long> done = new ArrayList<>();
    List<Long> totals = new ArrayList<>();
    new IntegrityVerifier(directory)
        .onProgress(
            progress -> {
              done.add(progress.done());
              totals.add(progress.total());
            })
        .verify();
    assertThat(done).isSorted().hasSizeGreaterThan(1);
    assertThat(totals).containsOnly(done.get(done.size() - 1));
  }

  @Test
  void shouldFindDamageInABlockAndGoOnBehindIt() {
    JournalFiles.write(JournalFiles.config(directory).build(), EVENTS);
    List<Integer> blocks = JournalFiles.blocks(segment(0));
    JournalFiles.flip(segment(0), blocks.get(1) + 500);
    IntegrityReport report = verify();
    assertThat(report.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.kind()).isEqualTo(Kind.BLOCK);
              assertThat(problem.file()).isEqualTo(segment(0));
              assertThat(problem.position()).isEqualTo(blocks.get(1).longValue());
              assertThat(problem.what())
                  .startsWith("block is damaged: verdict=BAD_CHECKSUM, lostSequences=")
                  .endsWith(", nextBlockAt=" + blocks.get(2));
            });
    assertThat(report.isSound()).isFalse();
    assertThat(report.totals().events()).isBetween(1L, EVENTS - 1L);
    assertThat(report.totals().lastSequence()).isEqualTo(EVENTS);
    assertThat(report.toString()).contains("PROBLEMS  1").contains("BAD_CHECKSUM");
  }

  @Test
  void shouldFindABlockThatWasZeroed() {
    JournalFiles.write(JournalFiles.config(directory).build(), EVENTS);
    List<Integer> blocks = JournalFiles.blocks(segment(1));
    JournalFiles.zero(segment(1), blocks.get(0), blocks.get(1));
    assertThat(verify().problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.kind()).isEqualTo(Kind.BLOCK);
              assertThat(problem.what()).contains("verdict=END_OF_LOG");
            });
  }

  @Test
  void shouldFindASealedSegmentThatWasCutShort() {
    JournalFiles.write(JournalFiles.config(directory).build(), EVENTS);
    List<Integer> blocks = JournalFiles.blocks(segment(0));
    JournalFiles.truncate(segment(0), blocks.get(blocks.size() - 2) + 64);
    assertThat(verify().problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.kind()).isEqualTo(Kind.BLOCK);
              assertThat(problem.what())
                  .startsWith("no valid block here nor behind: verdict=INCOMPLETE");
            });
  }

  @Test
  void shouldFindAMissingSegment() throws IOException {
    JournalFiles.write(JournalFiles.config(directory).build(), EVENTS);
    Files.delete(segment(1));
    assertThat(verify().problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.kind()).isEqualTo(Kind.SEGMENT_ORDER);
              assertThat(problem.what()).startsWith("first block id does not fit");
            });
  }

  @Test
  void shouldFindADamagedHead() {
    JournalFiles.write(JournalFiles.config(directory).build(), EVENTS);
    JournalFiles.flip(segment(1), 140);
    assertThat(verify().problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.kind()).isEqualTo(Kind.HEAD);
              assertThat(problem.file()).isEqualTo(segment(1));
            });
  }

  @Test
  void shouldFindAForeignFileUnderASegmentsName() throws IOException {
    JournalFiles.write(JournalFiles.config(directory).build(), 10);
    Files.writeString(directory.resolve("00000000000000009999.semj"), "nothing of ours".repeat(99));
    assertThat(verify().problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.kind()).isEqualTo(Kind.HEAD));
  }

  @Test
  void shouldFindASegmentUnderAnothersName() throws IOException {
    JournalFiles.write(JournalFiles.config(directory).build(), 10);
    Files.move(segment(0), directory.resolve("00000000000000000002.semj"));
    assertThat(verify().problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.what())
                    .isEqualTo("file name does not fit: expected=1, actual=2"));
  }

  @Test
  void shouldFindADamagedSeal() {
    JournalFiles.write(JournalFiles.config(directory).build(), 10);
    JournalFiles.flip(segment(0), 290);
    assertThat(verify().problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.kind()).isEqualTo(Kind.HEAD));
  }

  @Test
  void shouldFindThatTheLastSegmentWithDurableEventsIsGone() throws IOException {
    JournalFiles.write(JournalFiles.config(directory).build(), EVENTS);
    List<Path> segments = JournalFiles.segments(directory);
    Files.delete(segments.get(segments.size() - 1));
    assertThat(verify().problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.kind()).isEqualTo(Kind.LOST_EVENTS);
              assertThat(problem.what())
                  .startsWith("durable events are not there: durableSequence=" + EVENTS);
            });
  }

  @Test
  void shouldLeaveOtherFilesAlone() throws IOException {
    JournalFiles.write(JournalFiles.config(directory).build(), 10);
    Files.writeString(directory.resolve("README"), "not a segment");
    Files.writeString(directory.resolve(JournalDirectory.NEXT_FILE), "left over");
    assertThat(verify().isSound()).isTrue();
  }
}
