package io.semj.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.SemanticJournal;
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
}
