package io.semj.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.JournalConfig;
import io.semj.core.JournalReader;
import io.semj.core.SemanticJournal;
import io.semj.core.fixture.Crash;
import io.semj.core.fixture.DiskView;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.SegmentRewriter;
import io.semj.format.BlockCompression;
import io.semj.format.SegmentReanchor;
import io.semj.format.SegmentReanchor.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints of a journal whose segments were compacted, or that was taken back. */
class CheckpointOfRewrittenJournalTest {
  private static final int FIRST = 400;
  private static final int SECOND = 300;

  @TempDir private Path directory;
  private final Ledger ledger = new Ledger();
  private Checkpoint early;
  private Checkpoint late;
  private Checkpoint last;
  private String stateAtLate;

  private JournalConfig config() {
    return JournalConfig.builder(directory).ringSize(128).checkpointsKept(9).build();
  }

  /** Two segments: the early and the late checkpoint in the first, the last in the second. */
  @BeforeEach
  void writeAJournal() {
    try (SemanticJournal journal = SemanticJournal.open(config())) {
      add(journal, 100);
      early = journal.createCheckpoint(ledger);
      add(journal, 100);
      stateAtLate = ledger.state();
      late =
          journal.createCheckpoint(
              out -> {
                long sequence = ledger.writeTo(out);
                add(journal, FIRST - 200); // so the block it stands behind is far behind it
                journal.flush();
                return sequence;
              });
      assertThat(late.position().sequence()).isGreaterThan(late.sequence());
    }
    try (SemanticJournal journal = SemanticJournal.open(config())) {
      add(journal, SECOND);
      last = journal.createCheckpoint(ledger);
    }
  }

  private void add(SemanticJournal journal, int count) {
    for (int i = 0; i < count; i++) {
      ledger.add(journal, i % 7, i);
    }
  }

  private CheckpointFit fit(Checkpoint checkpoint) {
    return CheckpointCheck.fit(directory, checkpoint, FIRST + SECOND);
  }

  /** Writes the first segment anew, with what is wanted; the next one follows what is said. */
  private void rewrite(LongPredicate wanted, Kind kind, JournalPosition continued) {
    SegmentHead head = Crash.head(DiskView.segments(directory).get(0));
    SegmentReanchor reanchor =
        new SegmentReanchor(
            kind.code(), continued.sequence(), continued.blockId(), continued.digest(), 1, 1);
    try (SegmentRewriter rewriter =
            SegmentRewriter.begin(
                JournalDirectory.existing(directory), head, BlockCompression.NONE);
        JournalReader reader = JournalReader.open(directory, 1)) {
      for (int i = 0; i < FIRST; i++) {
        reader.poll(
            record -> {
              if (wanted.test(record.userspaceSequence())) {
                rewriter.add(record.buffer(), record.offset(), record.length());
              }
            },
            1);
        if (i % 10 == 0) {
          rewriter.endGroup();
        }
      }
      rewriter.endGroup();
      rewriter.finish(reanchor);
      rewriter.replace();
    }
  }

  private JournalPosition end(int segment) {
    return Crash.head(DiskView.segments(directory).get(segment)).continuation().orElseThrow();
  }

  /** Takes the journal back: cuts the first segment, removes the second. */
  private void cutBehind(long sequence) throws IOException {
    JournalPosition end = end(1);
    rewrite(number -> number <= sequence, Kind.CUT, end);
    Files.delete(DiskView.segments(directory).get(1));
  }

  @Test
  void shouldFitWhenTheirSegmentWasCompacted() {
    rewrite(sequence -> sequence % 3 != 0, Kind.COMPACTION, end(0));
    assertThat(List.of(early, late, last))
        .allMatch(checkpoint -> fit(checkpoint) == CheckpointFit.FITS);
    try (SemanticJournal journal = SemanticJournal.open(config())) {
      Ledger restored = new Ledger();
      assertThat(journal.recoverFromCheckpoint(last, restored)).isEqualTo(FIRST + SECOND);
      assertThat(restored.state()).isEqualTo(ledger.state());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 350, FIRST})
  void shouldFitBeforeACutThoughTheBlockTheyStoodBehindIsCutOff(int cut) throws IOException {
    cutBehind(cut);
    assertThat(fit(early)).isEqualTo(CheckpointFit.FITS);
    assertThat(fit(late)).isEqualTo(CheckpointFit.FITS);
    assertThat(fit(last)).isEqualTo(CheckpointFit.OTHER_HISTORY);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 150, 199})
  void shouldNotFitBehindACut(int cut) throws IOException {
    cutBehind(cut);
    assertThat(fit(early)).isEqualTo(CheckpointFit.FITS);
    assertThat(fit(late)).isEqualTo(CheckpointFit.OTHER_HISTORY);
    assertThat(fit(last)).isEqualTo(CheckpointFit.OTHER_HISTORY);
  }

  @Test
  void shouldRestoreTheStateOfTheNewHistoryAfterACut() throws IOException {
    cutBehind(200);
    try (SemanticJournal journal = SemanticJournal.open(config())) {
      Ledger restored = new Ledger();
      journal.recoverFromCheckpoint(late, restored);
      assertThat(restored.state()).isEqualTo(stateAtLate);
      Checkpoint atOnce = journal.createCheckpoint(restored);
      assertThat(fit(atOnce)).isEqualTo(CheckpointFit.FITS);
      Checkpoint position = journal.createCheckpoint();
      assertThat(fit(position)).isEqualTo(CheckpointFit.FITS);
      for (int i = 0; i < 50; i++) {
        restored.add(journal, 3, i);
      }
      journal.flush();
      Ledger again = new Ledger();
      journal.recoverFromCheckpoint(late, again);
      assertThat(again.state()).isEqualTo(restored.state());
      Ledger onceMore = new Ledger();
      journal.recoverFromCheckpoint(atOnce, onceMore);
      assertThat(onceMore.state()).isEqualTo(restored.state());
    }
  }
}
