package io.semj.recovery.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.SemanticJournal;
import io.semj.core.filter.EventFilter;
import io.semj.core.storage.JournalDirectory;
import io.semj.error.CorruptionException;
import io.semj.error.RecoveryException;
import io.semj.error.WorkCancelledException;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.recovery.IncrementalVerifier;
import io.semj.recovery.IntegrityVerifier;
import io.semj.recovery.JournalRecovery;
import io.semj.recovery.upkeep.Compaction;
import io.semj.recovery.upkeep.CompactionReport;
import io.semj.recovery.upkeep.Compactor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recoveries that somebody wants to go wrong. */
class HostileRecoveryTest {
  private static final int EVENTS = 6_000;
  private static final CutMarker MARKER =
      record ->
          record.eventType() == EventType.SYSTEM_SYNC.code()
              ? record.eventSubtype()
              : CutMarker.NO_CUT;

  @TempDir private Path temp;
  private Path directory;

  @BeforeEach
  void setUp() {
    directory = temp.resolve("journal");
  }

  private JournalRecovery recovery() {
    return JournalRecovery.of(directory);
  }

  private void assertSound() {
    assertThat(new IntegrityVerifier(directory).verify().problems()).isEmpty();
  }

  @Test
  void shouldCutNothingAtAMomentThatNoClockCanTell() {
    Journals.write(directory, EVENTS);
    for (Instant late : List.of(Instant.MAX, Instant.parse("2300-01-01T00:00:00Z"))) {
      RecoveryPlan plan = recovery().plan(RecoveryRequest.partialThrough(late));
      assertThat(plan.eventsCut()).isZero();
      assertThat(plan.changesFiles()).isFalse();
    }
    assertThat(recovery().plan(RecoveryRequest.partialThrough(Instant.MIN)).eventsCut())
        .isEqualTo(EVENTS);
  }

  @Test
  void shouldSetDamagedSegmentsBehindTheCutAsideAlthoughNoEventProvesItselfInThem() {
    Journals.write(directory, EVENTS);
    List<Path> filled = Journals.filledSegments(directory);
    Path last = filled.get(filled.size() - 1);
    long through = Journals.sequences(last, 0)[0] - 1;
    for (int block : Journals.blocks(last).subList(0, Journals.blocks(last).size() - 1)) {
      Journals.flip(last, block + 200);
    }
    recovery().recover(RecoveryRequest.partialThrough(through));
    assertThat(Journals.read(directory)).isEqualTo(Journals.range(1, through));
    assertSound();
    assertThat(Journals.emitOneMore(directory)).isEqualTo(EVENTS + 1);
  }

  @Test
  void shouldNotHandEventsOverTwiceWhenAReplayMeetsDamageInItsFirstStep() {
    Journals.write(directory, EVENTS);
    Path hurt = Journals.filledSegments(directory).get(0);
    Journals.flip(hurt, Journals.blocks(hurt).get(3) + 200);
    Counter service = new Counter();
    assertThatThrownBy(
            () ->
                recovery()
                    .recover(RecoveryRequest.after(FailureType.SYSTEM_CRASH).handingTo(service)))
        .isInstanceOf(CorruptionException.class);
    long good = Journals.sequences(hurt, 3)[0] - 1;
    assertThat(service).hasToString(Counter.upTo(good).toString());
  }

  @Test
  void shouldGoBackEmitAndGoBackAgainWithoutGivingASequenceOutTwice() {
    try (SemanticJournal journal = SemanticJournal.open(Journals.config(directory).build())) {
      Journals.emit(journal, 1_000);
      journal.createCheckpoint(Counter.upTo(1_000));
      Journals.emit(journal, 2_000);
    }
    long next = 3_001;
    for (int round = 0; round < 4; round++) {
      Counter service = new Counter();
      recovery().recover(RecoveryRequest.rollback().checkpoint(1).handingTo(service));
      assertThat(service).hasToString(Counter.upTo(1_000).toString());
      assertSound();
      try (SemanticJournal journal = SemanticJournal.open(Journals.config(directory).build())) {
        assertThat(journal.status().lastEmittedSequence() + 1).isEqualTo(next);
        Journals.emit(journal, 700 * round);
      }
      List<Long> expected = new ArrayList<>(Journals.range(1, 1_000));
      expected.addAll(Journals.range(next, next + 700L * round - 1));
      assertThat(Journals.read(directory)).isEqualTo(expected);
      assertSound();
      assertThat(recovery().inspect().lost().isEmpty()).isTrue();
      next += 700L * round;
    }
  }

  @Test
  void shouldSalvageWhatWasSalvagedAndDamagedAgain() {
    Journals.write(directory, EVENTS);
    List<Long> expected = Journals.range(1, EVENTS);
    for (int round = 0; round < 3; round++) {
      Path hurt = Journals.filledSegments(directory).get(0);
      long[] lost = Journals.sequences(hurt, 2 + round);
      Journals.flip(hurt, Journals.blocks(hurt).get(2 + round) + 200);
      recovery().recover(RecoveryRequest.emergency());
      expected = Journals.without(expected, lost[0], lost[1]);
      assertThat(Journals.read(directory)).isEqualTo(expected);
      assertSound();
    }
    assertThat(Journals.emitOneMore(directory)).isEqualTo(EVENTS + 1);
  }

  /** Events, then a marker, for each cut; then a few events more. */
  private static void marked(Path journal, int... cuts) {
    try (SemanticJournal writer = SemanticJournal.open(Journals.config(journal).build())) {
      for (int cut : cuts) {
        Journals.emit(writer, 100);
        writer.emitEvent(new EventBuilder(EventType.SYSTEM_SYNC).subtype(cut));
      }
      Journals.emit(writer, 50);
    }
  }

  @Test
  void shouldLeaveAParticipantPreparedForOneCoordinatorWhenAnotherAborts() {
    marked(directory, 1, 2, 3);
    Path there = temp.resolve("there");
    marked(there, 1, 2, 3);
    try (JournalParticipant first = new JournalParticipant("there", there, MARKER, 1L << 30)) {
      first.prepare(3);
    }
    marked(temp.resolve("second"), 1, 2);
    JournalParticipant second = new JournalParticipant("there", there, MARKER, 1L << 30);
    assertThatThrownBy(
            () ->
                JournalRecovery.of(temp.resolve("second"))
                    .recover(RecoveryRequest.coordinated(MARKER, List.of(second))))
        .isInstanceOf(RecoveryException.class)
        .hasMessageContaining("participant has an unfinished recovery");
    assertThat(JournalRecovery.of(there).isUnfinished()).isTrue();
    assertThatThrownBy(() -> second.commit(2))
        .isInstanceOf(RecoveryException.class)
        .hasMessageContaining("another recovery to finish first");
    JournalParticipant again = new JournalParticipant("there", there, MARKER, 1L << 30);
    again.commit(3);
    assertThat(JournalRecovery.of(there).inspect().lastSequence()).isEqualTo(303);
  }

  @Test
  void shouldNotTakeAnInterruptForADeviceThatFails() {
    Journals.write(directory, EVENTS);
    Map<String, ByteBuffer> before = Journals.contents(directory);
    List<Runnable> works =
        List.of(
            () -> recovery().inspect(),
            () -> new IncrementalVerifier(directory).step(1),
            () -> new IntegrityVerifier(directory).verify());
    for (Runnable work : works) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(work::run).isInstanceOf(WorkCancelledException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(Journals.contents(directory)).isEqualTo(before);
  }

  @Test
  void shouldNotRestoreACheckpointOfAnotherHistoryOfTheSameJournal() {
    try (SemanticJournal journal = SemanticJournal.open(Journals.config(directory).build())) {
      Journals.emit(journal, 500);
    }
    Path backup = temp.resolve("backup");
    Journals.copy(directory, backup);
    try (SemanticJournal journal = SemanticJournal.open(Journals.config(directory).build())) {
      Journals.emit(journal, 500);
      journal.createCheckpoint(Counter.upTo(1_000));
    }
    try (SemanticJournal journal = SemanticJournal.open(Journals.config(backup).build())) {
      Journals.emit(journal, 1_400);
    }
    String checkpoints = JournalDirectory.CHECKPOINTS;
    Journals.copy(directory.resolve(checkpoints), backup.resolve(checkpoints));
    Counter service = new Counter();
    RecoveryReport report =
        JournalRecovery.of(backup).recover(RecoveryRequest.automatic().handingTo(service));
    assertThat(report.plan().failure()).contains(FailureType.INCONSISTENT_CHECKPOINT);
    assertThat(report.plan().strategy()).isEqualTo(RecoveryStrategy.FULL_REPLAY);
    assertThat(service.wasRestored()).isFalse();
    assertThat(service).hasToString(Counter.upTo(1_900).toString());
  }

  @Test
  void shouldSayThatEventsBehindACheckpointAreGoneAndCallNothingInconsistent() throws IOException {
    try (SemanticJournal journal = SemanticJournal.open(Journals.config(directory).build())) {
      Journals.emit(journal, 100);
      journal.createCheckpoint(Counter.upTo(100));
      Journals.emit(journal, EVENTS);
    }
    Files.delete(Journals.segments(directory).get(0));
    assertThat(recovery().plan(RecoveryRequest.automatic()).failure()).isEmpty();
    for (RecoveryRequest request :
        List.of(
            RecoveryRequest.incrementalRestore(),
            RecoveryRequest.incrementalRestore().checkpoint(1),
            RecoveryRequest.rollback())) {
      assertThatThrownBy(() -> recovery().plan(request))
          .isInstanceOf(RecoveryException.class)
          .hasMessageContaining("events behind the checkpoint are not there any more");
    }
  }

  @Test
  void shouldRestoreTheCheckpointItWasRolledBackToAlthoughAllWasCompactedAway() {
    try (SemanticJournal journal = SemanticJournal.open(Journals.config(directory).build())) {
      Journals.emit(journal, 1_000);
      journal.createCheckpoint(Counter.upTo(1_000));
      Journals.emit(journal, 500);
    }
    recovery().recover(RecoveryRequest.rollback());
    Journals.emitOneMore(directory);
    Compaction nothing = Compaction.keep(EventFilter.builder().path("/nowhere").build());
    CompactionReport plan = new Compactor(directory, nothing).plan();
    new Compactor(directory, nothing).run();
    assertThat(plan.toString()).isNotEmpty();
    assertThat(Journals.read(directory)).containsExactly(1_000L);
    assertSound();
    Counter service = new Counter();
    recovery().recover(RecoveryRequest.incrementalRestore().handingTo(service));
    assertThat(service).hasToString(Counter.upTo(1_000).toString());
    assertThat(Journals.emitOneMore(directory)).isEqualTo(1_502);
  }
}
