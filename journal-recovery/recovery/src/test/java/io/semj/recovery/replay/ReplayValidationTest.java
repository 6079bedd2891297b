package io.semj.recovery.replay;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.read.BlockCursor;
import io.semj.core.storage.JournalDirectory;
import io.semj.error.ConsistencyException;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.format.ChainDigest;
import io.semj.format.RecordDescriptor;
import io.semj.format.RecordFlyweight;
import io.semj.format.SegmentReanchor;
import io.semj.recovery.ForgedJournal;
import io.semj.recovery.replay.ReplayFinding.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each finding of the modes FULL and STRICT, and that the mode below does not look for it. */
@Timeout(300)
class ReplayValidationTest {
  @TempDir private Path directory;
  private final List<Long> handled = new ArrayList<>();

  private ReplayReport run(ReplayValidation mode) {
    return run(ReplayOptions.builder().validation(mode).onDamage(DamagePolicy.SKIP));
  }

  private ReplayReport run(ReplayOptionsBuilder options) {
    handled.clear();
    return new Replay(directory, options.build())
        .run(record -> handled.add(record.userspaceSequence()));
  }

  /** The finding is there in that mode, and not in the one before. */
  private ReplayFinding onlyFinding(ReplayValidation mode, Kind kind) {
    ReplayValidation weaker =
        mode == ReplayValidation.STRICT ? ReplayValidation.FULL : ReplayValidation.CHECKSUM;
    assertThat(run(weaker).findings()).isEmpty();
    ReplayReport report = run(mode);
    assertThat(report.findingCounts()).isEqualTo(Map.of(kind, 1L));
    return report.findings().get(0);
  }

  @Test
  void shouldFindABlockThatDoesNotContinueTheChain() {
    ForgedJournal.in(directory).block().breakChain().block().block().unsealed();
    ReplayFinding finding = onlyFinding(ReplayValidation.FULL, Kind.CHAIN);
    assertThat(finding.sequence()).isEqualTo(4);
    assertThat(finding.what()).startsWith("block does not continue the chain: block=2");
    assertThat(handled).isEqualTo(Journals.sequences(1, 9));
    ReplayOptionsBuilder stopping = ReplayOptions.builder().validation(ReplayValidation.FULL);
    assertThatThrownBy(() -> run(stopping))
        .isInstanceOf(ConsistencyException.class)
        .hasMessageContaining("sequence=4");
    assertThat(handled).isEqualTo(Journals.sequences(1, 3));
  }

  @Test
  void shouldFindASegmentThatDoesNotContinueTheChain() {
    ForgedJournal journal = ForgedJournal.in(directory);
    journal.block().sealed();
    journal
        .next(
            next ->
                new io.semj.format.SegmentIdentity(
                    next.journalId(),
                    next.generation(),
                    next.firstSequence(),
                    next.firstBlockId(),
                    ChainDigest.of(new byte[ChainDigest.LENGTH]),
                    next.dataOffset(),
                    next.alignment(),
                    next.creationTimeNanos()))
        .block()
        .unsealed();
    assertThat(onlyFinding(ReplayValidation.FULL, Kind.CHAIN).what())
        .startsWith("segment does not continue the chain: expected=");
  }

  @Test
  void shouldFollowTheChainBehindASegmentThatWasRewritten() {
    byte[] digest = new byte[ChainDigest.LENGTH];
    digest[3] = 9;
    ForgedJournal.in(directory)
        .block()
        .block()
        .rewritten(
            new SegmentReanchor(
                SegmentReanchor.Kind.COMPACTION.code(), 100, 40, ChainDigest.of(digest), 94, 1))
        .block()
        .sealed();
    assertThat(run(ReplayValidation.FULL).isClean()).isTrue();
    assertThat(onlyFinding(ReplayValidation.STRICT, Kind.SEQUENCE_GAP).what())
        .isEqualTo("sequences are missing: first=7, count=94");
    assertThat(handled).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 101L, 102L, 103L);
  }

  @Test
  void shouldFindABlockHeaderThatSaysSomethingElseThanItsRecords() {
    ForgedJournal.in(directory).block().unsealed();
    ReplayFindings findings = new ReplayFindings(DamagePolicy.SKIP, directory);
    ChainCheck check = new ChainCheck(findings);
    try (BlockCursor blocks = new BlockCursor(JournalDirectory.existing(directory), 1)) {
      assertThat(blocks.next()).isTrue();
      RecordFlyweight other =
          new RecordFlyweight()
              .wrap(
                  new UnsafeBuffer(
                      new EventBuilder(EventType.GRAPH_QUERY)
                          .timestampNanos(8)
                          .identity(1, 77, 77, 77, 0, 1)
                          .build()
                          .toByteArray()),
                  0);
      check.first(blocks.block(), other);
      check.last(blocks.block(), other);
    }
    assertThat(findings.counts()).containsOnlyKeys(Kind.BLOCK_HEADER);
    assertThat(findings.listed().get(0).what())
        .startsWith("block header does not fit its records: field=first timestamp, expected=8");
  }

  @Test
  void shouldFindThatDurableEventsAreNotThere() throws IOException {
    Journals.write(directory, 8_000);
    List<Path> segments = Journals.segments(directory);
    Files.delete(segments.get(segments.size() - 1));
    ReplayFinding finding = onlyFinding(ReplayValidation.FULL, Kind.LOST_EVENTS);
    assertThat(finding.what()).contains("durableSequence=8000");
    assertThat(finding.sequence()).isEqualTo(handled.size() + 1);
  }

  @Test
  void shouldFindSequencesThatWereDropped() {
    ForgedJournal.in(directory)
        .block()
        .block(info -> info.firstSequence(info.firstSequence() + 5).droppedBefore(5), r -> {})
        .block()
        .unsealed();
    ReplayFinding finding = onlyFinding(ReplayValidation.STRICT, Kind.SEQUENCE_GAP);
    assertThat(finding.sequence()).isEqualTo(4);
    assertThat(finding.what()).isEqualTo("sequences are missing: first=4, count=5");
    assertThat(handled).containsExactly(1L, 2L, 3L, 9L, 10L, 11L, 12L, 13L, 14L);
  }

  @Test
  void shouldFindAnEffectBeforeItsParent() {
    Journals.write(directory, 9, (event, i) -> event.parentEventId(i == 3 ? 7 : i - 1));
    ReplayFinding finding = onlyFinding(ReplayValidation.STRICT, Kind.EFFECT_BEFORE_CAUSE);
    assertThat(finding.sequence()).isEqualTo(3);
    assertThat(finding.what())
        .isEqualTo("effect stands before its cause: cause=7, causeSequence=7");
  }

  @Test
  void shouldFindAnEffectBeforeItsRootCause() {
    Journals.write(
        directory,
        9,
        (event, i) -> {
          if (i == 2) {
            event.rootCauseEventId(5);
          }
        });
    assertThat(onlyFinding(ReplayValidation.STRICT, Kind.EFFECT_BEFORE_CAUSE).sequence())
        .isEqualTo(2);
  }

  @Test
  void shouldFindAnEventThatCausesItself() {
    Journals.write(directory, 9, (event, i) -> event.parentEventId(i == 6 ? 6 : 0));
    assertThat(onlyFinding(ReplayValidation.STRICT, Kind.EFFECT_BEFORE_CAUSE).what())
        .isEqualTo("event is its own cause: id=6");
  }

  @Test
  void shouldFindLinksThatPointBackwardsInTime() {
    Journals.write(
        directory,
        9,
        (event, i) -> {
          switch (i) {
            case 3 -> event.link(2, 3, 0, 0, 0, "good: the event is the effect of an earlier one");
            case 4 -> event.link(4, 8, 0, 0, 0, "good: the event will be a cause");
            case 5 -> event.link(5, 1, 0, 0, 0, "wrong: causes an earlier one");
            case 6 -> event.link(9, 6, 0, 0, 0, "wrong: the effect of a later one");
            case 7 -> event.link(1, 2, 0, 0, 0, "good: between two earlier ones");
            case 8 -> event.link(9, 2, 0, 0, 0, "wrong: a later one causes an earlier one");
            default -> {}
          }
        });
    ReplayReport report = run(ReplayValidation.STRICT);
    assertThat(report.findings().stream().map(ReplayFinding::kind))
        .containsOnly(Kind.EFFECT_BEFORE_CAUSE);
    assertThat(report.findings().stream().map(ReplayFinding::sequence)).containsExactly(5L, 6L);
  }

  @Test
  void shouldFindACauseThatIsNotThere() {
    Journals.write(directory, 9, (event, i) -> event.parentEventId(i == 4 ? 1_000 : 0));
    ReplayFinding finding = onlyFinding(ReplayValidation.STRICT, Kind.CAUSE_MISSING);
    assertThat(finding.sequence()).isEqualTo(4);
    assertThat(finding.what()).isEqualTo("cause is not in the journal: cause=1000");
  }

  @Test
  void shouldNotMissCausesBehindTheEndOfTheRange() {
    Journals.write(directory, 9, (event, i) -> event.parentEventId(i == 4 ? 1_000 : 0));
    ReplayOptionsBuilder range =
        ReplayOptions.builder().validation(ReplayValidation.STRICT).toSequence(8);
    assertThat(run(range).isClean()).isTrue();
  }

  @Test
  void shouldKnowEventsThatCameWithIdsOfTheirOwn() {
    Journals.write(
        directory,
        9,
        (event, i) -> {
          if (i == 2) {
            event.identity(5_000_000, 1, 1, 1, 0, 1);
          } else if (i == 5) {
            event.parentEventId(5_000_000);
          }
        });
    assertThat(run(ReplayValidation.STRICT).findings()).isEmpty();
  }

  @Test
  void shouldFindTransactionsThatAreNotWhole() {
    Journals.write(
        directory,
        8,
        (event, i) -> {
          switch (i) {
            case 1 -> event.reset(EventType.SEMANTIC_TRANSACTION_BEGIN).transactionId(11);
            case 2 -> event.reset(EventType.SEMANTIC_TRANSACTION_BEGIN).transactionId(22);
            case 3 -> event.reset(EventType.SEMANTIC_TRANSACTION_END).transactionId(11);
            case 4 -> event.reset(EventType.SEMANTIC_TRANSACTION_END).transactionId(33);
            case 5 -> event.reset(EventType.SEMANTIC_TRANSACTION_BEGIN).transactionId(22);
            default -> event.transactionId(22);
          }
        });
    assertThat(run(ReplayValidation.FULL).findings()).isEmpty();
    ReplayReport report = run(ReplayValidation.STRICT);
    assertThat(report.findings().stream().map(f -> f.kind() + " " + f.sequence() + " " + f.what()))
        .containsExactly(
            "TRANSACTION_NOT_BEGUN 4 transaction ends without having begun: transaction=33",
            "TRANSACTION_BEGUN_TWICE 5 transaction begins again before it ended: transaction=22,"
                + " begunAtSequence=2",
            "TRANSACTION_UNFINISHED 5 transaction does not end: transaction=22");
  }

  @Test
  void shouldNotMissTheBeginningOfTransactionsThatBeganBeforeTheRange() {
    Journals.write(
        directory,
        4,
        (event, i) -> {
          if (i == 1) {
            event.reset(EventType.SEMANTIC_TRANSACTION_BEGIN).transactionId(11);
          } else if (i == 3) {
            event.reset(EventType.SEMANTIC_TRANSACTION_END).transactionId(11);
          }
        });
    ReplayOptionsBuilder behind =
        ReplayOptions.builder().validation(ReplayValidation.STRICT).fromSequence(2);
    assertThat(run(behind).isClean()).isTrue();
    ReplayOptionsBuilder before =
        ReplayOptions.builder().validation(ReplayValidation.STRICT).toSequence(2);
    assertThat(run(before).isClean()).isTrue();
  }

  @Test
  void shouldSayWhenMoreTransactionsAreOpenThanAreFollowed() {
    ReplayFindings findings = new ReplayFindings(DamagePolicy.SKIP, directory);
    TransactionCheck check = new TransactionCheck(findings);
    UnsafeBuffer image =
        new UnsafeBuffer(
            new EventBuilder(EventType.SEMANTIC_TRANSACTION_BEGIN)
                .transactionId(1)
                .build()
                .toByteArray());
    RecordFlyweight record = new RecordFlyweight().wrap(image, 0);
    for (long id = 1; id <= 1_000_002; id++) {
      image.putLong(RecordDescriptor.HEAD_LENGTH + 2, id, LITTLE_ENDIAN);
      image.putLong(RecordDescriptor.USERSPACE_SEQUENCE_OFFSET, id, LITTLE_ENDIAN);
      check.record(record);
    }
    assertThat(findings.counts()).isEqualTo(Map.of(Kind.NOT_CHECKED, 1L));
    assertThat(findings.listed().get(0).sequence()).isEqualTo(1_000_001);
  }
}
