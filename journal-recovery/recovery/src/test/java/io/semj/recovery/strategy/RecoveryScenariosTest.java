package io.semj.recovery.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.SemanticJournal;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.QuarantineManifest;
import io.semj.error.CorruptionException;
import io.semj.error.ResourceExhaustedException;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.recovery.IntegrityVerifier;
import io.semj.recovery.JournalRecovery;
import io.semj.recovery.facts.SequenceRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scenarios of docs/recovery.md, each under its own name. */
class RecoveryScenariosTest {
  private static final int EVENTS = 6_000;

  @TempDir private Path temp;
  private Path directory;

  private JournalRecovery recovery() {
    return JournalRecovery.of(directory);
  }

  private void journal(int events) {
    directory = temp.resolve("journal");
    Journals.write(directory, events);
  }

  private void assertSound() {
    assertThat(new IntegrityVerifier(directory).verify().problems()).isEmpty();
  }

  @Test
  void theProcessWasKilled() {
    Path running = temp.resolve("running");
    directory = temp.resolve("journal");
    Journals.crash(running, directory, EVENTS);
    Path last =
        Journals.filledSegments(directory).get(Journals.filledSegments(directory).size() - 1);
    int end = Journals.blocks(last).get(Journals.blocks(last).size() - 1);
    Journals.overwrite(last, end, "a block that was torn".getBytes(StandardCharsets.US_ASCII));

    RecoveryPlan plan = recovery().plan(RecoveryRequest.automatic());
    assertThat(plan.failure()).contains(FailureType.SYSTEM_CRASH);
    assertThat(plan.strategy()).isEqualTo(RecoveryStrategy.FULL_REPLAY);
    assertThat(plan.toString()).contains("mend the tail", "replay every event from sequence 1 on");

    Counter service = new Counter();
    RecoveryReport report = recovery().recover(RecoveryRequest.automatic().handingTo(service));
    assertThat(service).hasToString(Counter.upTo(EVENTS).toString());
    assertThat(report.statistics().eventsReplayed()).isEqualTo(EVENTS);
    assertThat(report.quarantined()).singleElement().asString().endsWith(end + ".torn");
    assertThat(Journals.emitOneMore(directory)).isEqualTo(EVENTS + 1);
    assertSound();
  }

  @Test
  void aServiceRestartsFromItsCheckpoint() {
    directory = temp.resolve("journal");
    try (SemanticJournal journal = SemanticJournal.open(Journals.config(directory).build())) {
      Journals.emit(journal, 1_000);
      journal.createCheckpoint(Counter.upTo(1_000));
      Journals.emit(journal, 500);
    }

    Counter service = new Counter();
    RecoveryReport report =
        recovery().recover(RecoveryRequest.incrementalRestore().handingTo(service));
    assertThat(service.wasRestored()).isTrue();
    assertThat(service).hasToString(Counter.upTo(1_500).toString());
    assertThat(report.statistics().eventsReplayed()).isEqualTo(500);
  }

  @Test
  void theNewestCheckpointIsDamaged() {
    directory = temp.resolve("journal");
    try (SemanticJournal journal = SemanticJournal.open(Journals.config(directory).build())) {
      Journals.emit(journal, 1_000);
      journal.createCheckpoint(Counter.upTo(1_000));
      Journals.emit(journal, 500);
      Path newest = journal.createCheckpoint(Counter.upTo(1_500)).file();
      Journals.flip(newest, 260);
      Journals.emit(journal, 500);
    }

    Counter service = new Counter();
    RecoveryReport report = recovery().recover(RecoveryRequest.automatic().handingTo(service));
    assertThat(report.plan().failure()).contains(FailureType.INCONSISTENT_CHECKPOINT);
    assertThat(report.plan().strategy()).isEqualTo(RecoveryStrategy.INCREMENTAL_RESTORE);
    assertThat(service).hasToString(Counter.upTo(2_000).toString());
    assertThat(report.statistics().eventsReplayed()).isEqualTo(1_000);
  }

  @Test
  void theDiskLostABlockInTheMiddle() throws IOException {
    journal(EVENTS);
    Path hurt = Journals.filledSegments(directory).get(0);
    long[] lost = Journals.sequences(hurt, 3);
    Journals.flip(hurt, Journals.blocks(hurt).get(3) + 200);
    byte[] original = Journals.bytes(hurt);
    assertThatThrownBy(() -> Journals.read(directory)).isInstanceOf(CorruptionException.class);

    RecoveryPlan plan = recovery().plan(RecoveryRequest.automatic());
    assertThat(plan.failure()).contains(FailureType.DATA_CORRUPTION);
    assertThat(plan.lost().ranges()).containsExactly(new SequenceRange(lost[0], lost[1]));
    assertThat(Journals.bytes(hurt)).isEqualTo(original);

    RecoveryReport report = recovery().recover(RecoveryRequest.automatic());
    assertThat(report.lost().ranges()).containsExactly(new SequenceRange(lost[0], lost[1]));
    assertThat(Journals.read(directory))
        .isEqualTo(Journals.without(Journals.range(1, EVENTS), lost[0], lost[1]));
    assertThat(report.quarantined()).hasSize(1);
    assertThat(Journals.bytes(report.quarantined().get(0))).isEqualTo(original);
    assertThat(QuarantineManifest.lines(JournalDirectory.existing(directory)))
        .singleElement()
        .asString()
        .contains("damaged, what proves itself is kept", hurt.getFileName().toString());
    assertThat(Journals.emitOneMore(directory)).isEqualTo(EVENTS + 1);
    assertSound();
  }

  @Test
  void aDamagedJournalIsSalvagedIntoAnotherDirectory() {
    journal(EVENTS);
    Path hurt = Journals.filledSegments(directory).get(1);
    long[] lost = Journals.sequences(hurt, 2);
    Journals.flip(hurt, Journals.blocks(hurt).get(2) + 200);
    Map<String, ByteBuffer> before = Journals.contents(directory);

    Path out = temp.resolve("out");
    RecoveryReport report = recovery().recover(RecoveryRequest.salvageInto(out));
    assertThat(Journals.contents(directory)).isEqualTo(before);
    assertThat(report.lost().ranges()).containsExactly(new SequenceRange(lost[0], lost[1]));
    assertThat(Journals.read(out))
        .isEqualTo(Journals.without(Journals.range(1, EVENTS), lost[0], lost[1]));
    directory = out;
    assertThat(Journals.emitOneMore(out)).isEqualTo(EVENTS + 1);
    assertSound();
  }

  @Test
  void aBadReleaseWroteNonsenseSinceNoon() {
    journal(EVENTS);
    Instant noon = Instant.ofEpochSecond(4_321);
    RecoveryReport report = recovery().recover(RecoveryRequest.partialThrough(noon));
    assertThat(report.plan().notes()).contains("the moment " + noon + " is behind sequence 4321");
    assertThat(report.statistics().eventsCut()).isEqualTo(EVENTS - 4_321);
    assertThat(Journals.read(directory)).isEqualTo(Journals.range(1, 4_321));
    assertSound();
  }

  @Test
  void theJournalIsCutBehindASequenceAndNoSequenceIsGivenOutTwice() throws IOException {
    journal(EVENTS);
    int segments = Journals.segments(directory).size();
    RecoveryReport report = recovery().recover(RecoveryRequest.partialThrough(3_210));
    assertThat(Journals.read(directory)).isEqualTo(Journals.range(1, 3_210));
    assertThat(report.statistics().eventsCut()).isEqualTo(EVENTS - 3_210);
    assertThat(report.quarantined()).hasSizeGreaterThan(1);
    assertThat(Journals.segments(directory)).hasSizeLessThan(segments);
    for (Path file : report.quarantined()) {
      assertThat(file).exists();
    }

    assertThat(Journals.emitOneMore(directory)).isEqualTo(EVENTS + 1);
    List<Long> expected = new ArrayList<>(Journals.range(1, 3_210));
    expected.add(EVENTS + 1L);
    assertThat(Journals.read(directory)).isEqualTo(expected);
    assertSound();
    assertThat(Files.exists(directory.resolve(JournalDirectory.INTENT_FILE))).isFalse();
  }

  @Test
  void theServiceGoesBackToAnEarlierCheckpoint() {
    directory = temp.resolve("journal");
    try (SemanticJournal journal = SemanticJournal.open(Journals.config(directory).build())) {
      Journals.emit(journal, 1_000);
      journal.createCheckpoint(Counter.upTo(1_000));
      Journals.emit(journal, 4_000);
      journal.createCheckpoint(Counter.upTo(5_000));
      Journals.emit(journal, 1_000);
    }
    Counter service = new Counter();
    RecoveryReport report =
        recovery().recover(RecoveryRequest.rollback().checkpoint(1).handingTo(service));
    assertThat(service).hasToString(Counter.upTo(1_000).toString());
    assertThat(report.statistics().eventsCut()).isEqualTo(5_000);
    assertThat(Journals.read(directory)).isEqualTo(Journals.range(1, 1_000));
    assertThat(report.quarantined()).anyMatch(f -> f.toString().endsWith(".semjc"));
    assertThat(Journals.emitOneMore(directory)).isEqualTo(6_001);
    assertSound();
  }

  @Test
  void aTransactionWasNeverFinished() {
    directory = temp.resolve("journal");
    try (SemanticJournal journal = SemanticJournal.open(Journals.config(directory).build())) {
      Journals.emit(journal, 10);
      transaction(journal, EventType.SEMANTIC_TRANSACTION_BEGIN, 7);
      transaction(journal, EventType.SEMANTIC_TRANSACTION_END, 7);
      Journals.emit(journal, 8);
      transaction(journal, EventType.SEMANTIC_TRANSACTION_BEGIN, 8);
      Journals.emit(journal, 5);
    }
    RecoveryReport report =
        recovery().recover(RecoveryRequest.after(FailureType.INCOMPLETE_TRANSACTION));
    assertThat(report.plan().strategy()).isEqualTo(RecoveryStrategy.PARTIAL);
    assertThat(report.statistics().eventsCut()).isEqualTo(6);
    assertThat(recovery().inspect().lastSequence()).isEqualTo(20);
    assertSound();
  }

  private static void transaction(SemanticJournal journal, EventType type, long id) {
    journal.emitEvent(new EventBuilder(type).transactionId(id));
  }

  @Test
  void theQuarantineIsFull() {
    journal(EVENTS);
    Map<String, ByteBuffer> before = Journals.contents(directory);
    assertThatThrownBy(
            () -> recovery().quarantineCap(1_000).recover(RecoveryRequest.partialThrough(100)))
        .isInstanceOf(ResourceExhaustedException.class)
        .hasMessageContaining("nothing was changed: cap=1000");
    assertThat(Journals.contents(directory)).isEqualTo(before);
  }

  @Test
  void nothingIsWrong() {
    journal(100);
    RecoveryPlan plan = recovery().plan(RecoveryRequest.automatic());
    assertThat(plan.failure()).isEqualTo(Optional.empty());
    assertThat(plan.changesFiles()).isFalse();
    RecoveryReport report = recovery().recover(RecoveryRequest.automatic());
    assertThat(report.statistics().eventsReplayed()).isEqualTo(100);
    assertThat(report.toJson()).contains("\"events_replayed\":100", "\"events_lost\":0");
  }
}
