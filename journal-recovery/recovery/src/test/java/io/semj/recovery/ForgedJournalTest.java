package io.semj.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.checksum.BlockChain;
import io.semj.format.ChainDigest;
import io.semj.format.ChainMode;
import io.semj.format.RecordDescriptor;
import io.semj.format.SegmentIdentity;
import io.semj.format.SegmentSeal;
import io.semj.recovery.IntegrityProblem.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Journals whose checksums are all right, and that are wrong all the same. */
class ForgedJournalTest {
  @TempDir private Path directory;

  private IntegrityReport verify() {
    return new IntegrityVerifier(directory).verify();
  }

  private void assertProblem(Kind kind, String what) {
    assertThat(verify().problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.kind()).isEqualTo(kind);
              assertThat(problem.what()).contains(what);
            });
  }

  @Test
  void shouldFindAForgedJournalSoundWhenNothingIsWrongInIt() {
    ForgedJournal journal = ForgedJournal.in(directory).block().block();
    journal.sealed();
    journal.next().block().unsealed();
    IntegrityReport report = verify();
    assertThat(report.problems()).isEmpty();
    assertThat(report.totals().events()).isEqualTo(9);
    assertThat(report.totals().sealedSegments()).isEqualTo(1);
  }

  @Test
  void shouldListGapsThatBlocksExplain() {
    ForgedJournal journal = ForgedJournal.in(directory).block();
    journal.block(info -> info.firstSequence(14).droppedBefore(10), records -> {});
    journal.sealed();
    journal.next().block(info -> info.firstSequence(20).droppedBefore(3), records -> {}).sealed();
    IntegrityReport report = verify();
    assertThat(report.problems()).isEmpty();
    assertThat(report.gaps()).containsExactly(new SequenceGap(4, 10), new SequenceGap(17, 3));
    assertThat(report.gapCount()).isEqualTo(2);
    assertThat(report.droppedEvents()).isEqualTo(13);
    assertThat(report.toString()).contains("dropped   13 events in 2 gaps");
  }

  @Test
  void shouldFindAGapThatNobodyExplains() {
    ForgedJournal.in(directory)
        .block()
        .block(info -> info.firstSequence(5), records -> {})
        .sealed();
    assertProblem(
        Kind.CONTINUITY,
        "verdict=WRONG_SEQUENCE, expectedBlock=2, actualBlock=2, expectedSequence=4");
  }

  @Test
  void shouldFindAWrongBlockId() {
    ForgedJournal.in(directory).block().block(info -> info.blockId(3), records -> {}).unsealed();
    assertProblem(Kind.CONTINUITY, "verdict=WRONG_BLOCK_ID, expectedBlock=2, actualBlock=3");
  }

  @Test
  void shouldFindABlockThatCallsItsOwnEventsDurable() {
    ForgedJournal.in(directory).block(info -> info.durableSequence(1), records -> {}).unsealed();
    assertProblem(Kind.CONTINUITY, "durableSequence=1, firstSequence=1");
  }

  @ParameterizedTest
  @EnumSource(ChainMode.class)
  void shouldFindABrokenChain(ChainMode mode) {
    ForgedJournal.in(directory).chained(mode).block().breakChain().block().block().unsealed();
    assertProblem(Kind.CHAIN, "block does not continue the chain: block=2, firstSequence=4");
  }

  @Test
  void shouldFindARecordWithAWrongChecksum() {
    int second = ForgedJournal.recordLength();
    ForgedJournal.in(directory)
        .block(info -> {}, r -> r.put(second + RecordDescriptor.HEAD_LENGTH, (byte) 'X'))
        .unsealed();
    assertProblem(Kind.RECORD, "record checksum does not match: record=1");
  }

  @Test
  void shouldFindARecordWithAnothersSequence() {
    int second = ForgedJournal.recordLength();
    ForgedJournal.in(directory)
        .block(
            info -> {},
            r -> {
              r.putLong(second + RecordDescriptor.USERSPACE_SEQUENCE_OFFSET, 7);
              ForgedJournal.checksummed(r, second, second);
            })
        .unsealed();
    assertProblem(Kind.RECORD, "sequence differs: record=1, expected=2, actual=7");
  }

  @Test
  void shouldFindRecordsThatDoNotTileTheirBlock() {
    ForgedJournal.in(directory).block(info -> info.eventCount(2), records -> {}).unsealed();
    assertProblem(Kind.RECORD, "records do not tile their block");
  }

  @Test
  void shouldFindASealThatCountsOtherwise() {
    ForgedJournal.in(directory).block().sealed(seal -> seal(seal, 4, seal.chainDigest()));
    assertProblem(Kind.SEAL, "seal does not agree with the blocks");
  }

  @Test
  void shouldFindASealWithAnotherDigest() {
    ForgedJournal.in(directory)
        .block()
        .sealed(seal -> seal(seal, 1, ChainDigest.of(new byte[ChainDigest.LENGTH])));
    assertProblem(Kind.SEAL, "seal does not agree with the blocks");
  }

  @Test
  void shouldFindASegmentThatContinuesAnotherChain() {
    ForgedJournal journal = ForgedJournal.in(directory).block();
    journal.sealed();
    journal
        .next(next -> identity(next, next.journalId(), next.generation(), new byte[32]))
        .block()
        .unsealed();
    assertProblem(Kind.SEGMENT_ORDER, "chain anchor does not fit");
  }

  @Test
  void shouldFindASegmentOfAnotherJournal() {
    ForgedJournal journal = ForgedJournal.in(directory).block();
    journal.sealed();
    journal
        .next(n -> identity(n, new UUID(9, 9), n.generation(), n.chainAnchor().toBytes()))
        .block()
        .unsealed();
    assertProblem(Kind.SEGMENT_ORDER, "journal id does not fit");
  }

  @Test
  void shouldFindASegmentOfAnOldGeneration() {
    ForgedJournal journal = ForgedJournal.in(directory).block();
    journal.sealed();
    journal.next(n -> identity(n, n.journalId(), 1, n.chainAnchor().toBytes())).block().unsealed();
    assertProblem(Kind.SEGMENT_ORDER, "generation does not fit: expected=above 1, actual=1");
  }

  @Test
  void shouldFindAJournalThatBeginsFromAnotherAnchor() {
    SegmentIdentity first = SegmentIdentity.first(ForgedJournal.ID, 1);
    byte[] other = BlockChain.anchor(new byte[16]);
    ForgedJournal.in(directory, identity(first, first.journalId(), 1, other)).block().unsealed();
    assertProblem(Kind.SEGMENT_ORDER, "chain anchor of a journal's beginning does not fit");
  }

  @Test
  void shouldFindATornTail() throws IOException {
    ForgedJournal journal = ForgedJournal.in(directory).block();
    Path file = journal.unsealed();
    Files.write(file, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, StandardOpenOption.APPEND);
    assertProblem(Kind.TORN_TAIL, "verdict=BAD_MAGIC, afterSequence=3");
    assertThat(verify().problems().get(0).position()).isEqualTo(journal.end().endPosition());
    assertThat(verify().totals().events()).isEqualTo(3);
  }

  @Test
  void shouldFindABlankHeadAtTheEnd() throws IOException {
    ForgedJournal journal = ForgedJournal.in(directory).block();
    journal.sealed();
    Files.write(directory.resolve("00000000000000000004.semj"), new byte[4096]);
    assertProblem(Kind.TORN_TAIL, "segment head is blank");
  }

  @Test
  void shouldFindAZeroedBlockBeforeTheEndOfALiveSegment() throws IOException {
    ForgedJournal journal = ForgedJournal.in(directory).block();
    int from = (int) journal.end().endPosition();
    journal.block();
    int to = (int) journal.end().endPosition();
    Path file = journal.block().unsealed();
    JournalFiles.zero(file, from, to);
    Files.write(file, new byte[8192], StandardOpenOption.APPEND);
    assertProblem(Kind.BLOCK, "verdict=END_OF_LOG, lostSequences=4..6, nextBlockAt=" + to);
  }

  @Test
  void shouldNotTakeAnOlderBlockInAPayloadForTheNext() throws IOException {
    ForgedJournal journal = ForgedJournal.in(directory).block().block();
    Path file = journal.unsealed();
    byte[] bytes = Files.readAllBytes(file);
    int first = JournalFiles.blocks(file).get(0);
    int second = JournalFiles.blocks(file).get(1);
    byte[] tail = new byte[8 + second - first];
    tail[0] = 1;
    System.arraycopy(bytes, first, tail, 8, second - first);
    Files.write(file, tail, StandardOpenOption.APPEND);
    assertProblem(Kind.TORN_TAIL, "verdict=BAD_MAGIC, afterSequence=6");
  }

  @Test
  void shouldCountProblemsThatItDoesNotListAnyMore() {
    ForgedJournal journal = ForgedJournal.in(directory);
    for (int i = 0; i < IntegrityReport.MOST_LISTED + 5; i++) {
      journal.breakChain().block();
    }
    journal.unsealed();
    IntegrityReport report = verify();
    assertThat(report.problemCount()).isEqualTo(IntegrityReport.MOST_LISTED + 5L);
    assertThat(report.problems()).hasSize(IntegrityReport.MOST_LISTED);
    assertThat(report.toString()).contains("and 985 more");
  }

  private static SegmentIdentity identity(
      SegmentIdentity from, UUID journalId, long generation, byte[] anchor) {
    return new SegmentIdentity(
        journalId,
        generation,
        from.firstSequence(),
        from.firstBlockId(),
        ChainDigest.of(anchor),
        from.dataOffset(),
        from.alignment(),
        from.creationTimeNanos());
  }

  private static SegmentSeal seal(SegmentSeal from, long blockCount, ChainDigest digest) {
    return new SegmentSeal(
        from.endPosition(),
        from.lastBlockPosition(),
        blockCount,
        from.eventCount(),
        from.lastSequence(),
        digest,
        from.sealTimeNanos(),
        from.minEventTimestamp(),
        from.maxEventTimestamp());
  }
}
