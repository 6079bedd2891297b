package io.semj.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.SemanticJournal;
import io.semj.error.WorkCancelledException;
import io.semj.recovery.strategy.RecoveryRequest;
import io.semj.recovery.work.WorkControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncrementalVerifierTest {
  private static final int EVENTS = 6_000;

  @TempDir private Path temp;
  private Path directory;
  private int segments;

  @BeforeEach
  void writeAJournal() {
    directory = temp.resolve("journal");
    JournalFiles.write(JournalFiles.config(directory).build(), EVENTS);
    segments = JournalFiles.segments(directory).size();
    assertThat(segments).isGreaterThan(2);
  }

  @Test
  void shouldVerifyASegmentAStepAndThenBeginAgain() {
    IncrementalVerifier verifier = new IncrementalVerifier(directory);
    long events = 0;
    for (int i = 0; i < segments; i++) {
      IntegrityReport report = verifier.step(1);
      assertThat(report.problems()).isEmpty();
      assertThat(report.totals().segments()).isEqualTo(1);
      assertThat(verifier.isRoundComplete()).isFalse();
      events += report.totals().events();
    }
    assertThat(events).isEqualTo(EVENTS);
    assertThat(verifier.step(1).totals().segments()).isZero();
    assertThat(verifier.isRoundComplete()).isTrue();
    assertThat(verifier.step(Long.MAX_VALUE).totals().events()).isEqualTo(EVENTS);
  }

  @Test
  void shouldGoOnInAnotherProcessAndBeginAnewBehindADamagedState() throws IOException {
    Path state = temp.resolve("verify.state");
    assertThat(new IncrementalVerifier(directory, state).step(1).totals().firstSequence())
        .isEqualTo(1);
    IntegrityReport second = new IncrementalVerifier(directory, state).step(1);
    assertThat(second.problems()).isEmpty();
    assertThat(second.totals().firstSequence()).isGreaterThan(1);
    byte[] bytes = Files.readAllBytes(state);
    bytes[30] ^= 1;
    Files.write(state, bytes);
    assertThat(new IncrementalVerifier(directory, state).step(1).totals().firstSequence())
        .isEqualTo(1);
  }

  @Test
  void shouldReportDamageInTheStepThatReachesIt() {
    Path hurt = JournalFiles.segments(directory).get(1);
    JournalFiles.flip(hurt, JournalFiles.blocks(hurt).get(1) + 300);
    IncrementalVerifier verifier = new IncrementalVerifier(directory);
    assertThat(verifier.step(1).problems()).isEmpty();
    assertThat(verifier.step(1).problems()).isNotEmpty();
    assertThat(verifier.step(1).problems()).isEmpty();
  }

  @Test
  void shouldLeaveTheSegmentBeingWrittenAlone() {
    try (SemanticJournal journal = SemanticJournal.open(JournalFiles.config(directory).build())) {
      JournalFiles.emit(journal, 10);
      journal.flush();
      IncrementalVerifier verifier = new IncrementalVerifier(directory).bytesPerSecond(1L << 40);
      IntegrityReport report = verifier.step(Long.MAX_VALUE);
      assertThat(report.problems()).isEmpty();
      assertThat(report.totals().events()).isEqualTo(EVENTS);
      assertThat(verifier.isRoundComplete()).isTrue();
    }
  }

  @Test
  void shouldReportASegmentThatCannotBeReadAndGoOnWithTheNext() throws IOException {
    Path state = temp.resolve("verify.state");
    Path hurt = JournalFiles.segments(directory).get(1);
    JournalFiles.flip(hurt, 20);
    IncrementalVerifier verifier = new IncrementalVerifier(directory, state);
    IntegrityReport round = verifier.step(Long.MAX_VALUE);
    assertThat(round.problems()).singleElement().extracting("file").isEqualTo(hurt);
    assertThat(round.totals().segments()).isEqualTo(segments - 1);
    assertThat(verifier.isRoundComplete()).isTrue();

    IncrementalVerifier bits = new IncrementalVerifier(directory, state);
    assertThat(bits.step(1).problems()).isEmpty();
    JournalFiles.flip(JournalFiles.segments(directory).get(2), 20);
    IntegrityReport second = bits.step(1);
    assertThat(second.problemCount()).isEqualTo(2);
    JournalFiles.flip(JournalFiles.segments(directory).get(2), 20);
    // The state of another process says that what the next one continues is not known.
    IncrementalVerifier other = new IncrementalVerifier(directory, state);
    assertThat(other.step(1).problems()).isEmpty();
  }

  @Test
  void shouldBeginAgainWhereTheJournalWasCutBehindWhatWasVerified() throws IOException {
    Path state = temp.resolve("verify.state");
    IncrementalVerifier verifier = new IncrementalVerifier(directory, state);
    verifier.step(1);
    verifier.step(1);
    JournalRecovery.of(directory).recover(RecoveryRequest.partialThrough(10));
    try (SemanticJournal journal = SemanticJournal.open(JournalFiles.config(directory).build())) {
      JournalFiles.emit(journal, 10);
    }
    IntegrityReport report = verifier.step(Long.MAX_VALUE);
    assertThat(report.problems()).isEmpty();
    assertThat(report.totals().firstSequence()).isEqualTo(1);
    assertThat(report.totals().events()).isEqualTo(20);
  }

  @Test
  void shouldReadNoFasterThanItsRate() {
    long[] now = {0};
    ReadingRate rate = new ReadingRate(1_000, new WorkControl(), () -> now[0] += 1_000_000);
    rate.at(100); // 100 ms by that clock
    assertThat(now[0]).isGreaterThanOrEqualTo(100_000_000);
    long then = now[0];
    rate.at(100);
    assertThat(now[0] - then).isLessThan(10_000_000);
  }

  @Test
  void shouldEndWhenItIsCancelledOrInterruptedWhileItWaitsForItsRate() {
    WorkControl control = new WorkControl();
    control.cancel();
    assertThatThrownBy(() -> new ReadingRate(1, control).at(1_000))
        .isInstanceOf(WorkCancelledException.class);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> new IncrementalVerifier(directory).bytesPerSecond(1).step(1))
        .isInstanceOf(WorkCancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
