package io.semj.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.format.ChainDigest;
import io.semj.format.SegmentReanchor;
import io.semj.format.SegmentReanchor.Kind;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments that were rewritten, rightly and wrongly. */
class RewrittenJournalTest {
  private static final long NOW = 1_790_000_000_000_000_000L;

  @TempDir private Path directory;

  private static SegmentReanchor reanchor(long lastSequence, long removed) {
    byte[] digest = new byte[ChainDigest.LENGTH];
    Arrays.fill(digest, (byte) 7);
    return new SegmentReanchor(
        Kind.COMPACTION.code(), lastSequence, 40, ChainDigest.of(digest), removed, NOW);
  }

  private IntegrityReport verify() {
    return new IntegrityVerifier(directory).verify();
  }

  private void journal(SegmentReanchor reanchor) {
    ForgedJournal.in(directory).block().block().rewritten(reanchor).block().sealed();
  }

  @Test
  void shouldReportARewrittenSegmentWithoutCallingItAProblem() {
    journal(reanchor(100, 90));
    IntegrityReport report = verify();
    assertThat(report.problems()).isEmpty();
    assertThat(report.rewrittenCount()).isEqualTo(1);
    assertThat(report.removedEvents()).isEqualTo(90);
    assertThat(report.droppedEvents()).as("never had an event").isEqualTo(4);
    assertThat(report.totals().events()).isEqualTo(9);
    assertThat(report.totals().lastSequence()).isEqualTo(103);
    assertThat(report.rewritten().get(0))
        .returns(1L, RewrittenSegment::firstSequence)
        .returns(100L, RewrittenSegment::lastSequence)
        .returns(Kind.COMPACTION.code(), RewrittenSegment::kindCode);
    assertThat(report.toString())
        .contains(
            "rewritten 1 segments, 90 events taken out",
            "compaction of 00000000000000000001.semj at 2026-09-21T",
            "sequences 1 to 100, 90 events taken out",
            "sound");
  }

  @Test
  void shouldNoticeAReanchorThatTakesOutMoreThanThereWas() {
    journal(reanchor(100, 95));
    assertThat(verify().problems())
        .singleElement()
        .returns(IntegrityProblem.Kind.SEAL, IntegrityProblem::kind)
        .extracting(IntegrityProblem::what)
        .asString()
        .startsWith("re-anchor does not agree with the seal: sequences=100, events=6,");
  }

  @Test
  void shouldNoticeAReanchorBeforeTheLastEvent() {
    journal(reanchor(5, 0));
    assertThat(verify().problems())
        .anyMatch(p -> p.what().startsWith("re-anchor does not agree with the seal"));
  }

  @Test
  void shouldNoticeASegmentThatDoesNotContinueTheReanchor() {
    journal(reanchor(100, 94));
    assertThat(verify().problems()).isEmpty();
    ForgedJournal.in(directory).block().block().rewritten(reanchor(99, 93));
    assertThat(verify().problems()).anyMatch(p -> p.kind() == IntegrityProblem.Kind.SEGMENT_ORDER);
  }
}
