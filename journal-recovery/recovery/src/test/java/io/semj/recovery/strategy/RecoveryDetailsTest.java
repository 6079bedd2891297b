package io.semj.recovery.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.SemanticJournal;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.QuarantineManifest;
import io.semj.error.CorruptionException;
import io.semj.error.JournalLockedException;
import io.semj.error.JournalNotFoundException;
import io.semj.error.RecoveryException;
import io.semj.event.EventBuilder;
import io.semj.event.EventFlags;
import io.semj.event.EventType;
import io.semj.recovery.IntegrityVerifier;
import io.semj.recovery.JournalRecovery;
import io.semj.recovery.facts.RecoveryFacts;
import io.semj.recovery.facts.SequenceRange;
import io.semj.recovery.upkeep.Compaction;
import io.semj.recovery.upkeep.Compactor;
import io.semj.recovery.work.WorkProgress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryDetailsTest {
  private static final int EVENTS = 4_500;

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
  void shouldRefuseWhileAWriterHasTheJournalOpen() {
    try (SemanticJournal journal = SemanticJournal.open(Journals.config(directory).build())) {
      Journals.emit(journal, 10);
      assertThat(recovery().inspect().lockHeld()).isTrue();
      assertThatThrownBy(() -> recovery().plan(RecoveryRequest.automatic()))
          .isInstanceOf(JournalLockedException.class);
      assertThatThrownBy(() -> recovery().recover(RecoveryRequest.emergency()))
          .isInstanceOf(JournalLockedException.class);
      assertThatThrownBy(() -> recovery().recover(RecoveryRequest.salvageInto(temp.resolve("out"))))
          .isInstanceOf(JournalLockedException.class);
    }
    assertThat(recovery().inspect().lockHeld()).isFalse();
  }

  @Test
  void shouldRefuseADirectoryThatIsNotThere() {
    assertThatThrownBy(this::recovery).isInstanceOf(JournalNotFoundException.class);
  }

  @Test
  void shouldChangeNothingInADryRunWhateverIsAsked() {
    Journals.write(directory, EVENTS);
    Path hurt = Journals.filledSegments(directory).get(1);
    Journals.flip(hurt, Journals.blocks(hurt).get(1) + 200);
    Map<String, ByteBuffer> before = Journals.contents(directory);
    recovery().plan(RecoveryRequest.automatic());
    recovery().plan(RecoveryRequest.emergency());
    recovery().plan(RecoveryRequest.partialThrough(10));
    recovery().plan(RecoveryRequest.fullReplay());
    assertThat(Journals.contents(directory)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 40, 41, 2_222, EVENTS - 1})
  void shouldCutBehindAnySequence(long through) {
    Journals.write(directory, EVENTS);
    RecoveryReport report = recovery().recover(RecoveryRequest.partialThrough(through));
    assertThat(report.statistics().eventsCut()).isEqualTo(EVENTS - through);
    assertThat(Journals.read(directory)).isEqualTo(Journals.range(1, through));
    assertSound();
    assertThat(Journals.emitOneMore(directory)).isEqualTo(EVENTS + 1);
    assertSound();
    assertThat(recovery().inspect().lost().isEmpty()).isTrue();
  }

  @Test
  void shouldCutAtTheEndOfASegment() {
    Journals.write(directory, EVENTS);
    long through = Journals.sequences(Journals.filledSegments(directory).get(1), 0)[0] - 1;
    recovery().recover(RecoveryRequest.partialThrough(through));
    assertThat(Journals.read(directory)).isEqualTo(Journals.range(1, through));
    assertThat(Journals.emitOneMore(directory)).isEqualTo(EVENTS + 1);
    assertSound();
  }

  @Test
  void shouldChangeNothingWhenTheCutIsBehindTheEnd() {
    Journals.write(directory, 100);
    Map<String, ByteBuffer> before = Journals.contents(directory);
    recovery().recover(RecoveryRequest.partialThrough(100));
    recovery().recover(RecoveryRequest.partialThrough(5_000));
    assertThat(Journals.contents(directory)).isEqualTo(before);
  }

  @Test
  void shouldCutAgainAndAgain() {
    Journals.write(directory, EVENTS);
    recovery().recover(RecoveryRequest.partialThrough(3_000));
    Journals.emitOneMore(directory);
    recovery().recover(RecoveryRequest.partialThrough(2_000));
    recovery().recover(RecoveryRequest.partialThrough(1_990));
    assertThat(Journals.read(directory)).isEqualTo(Journals.range(1, 1_990));
    assertThat(Journals.emitOneMore(directory)).isEqualTo(EVENTS + 2);
    assertSound();
  }

  @Test
  void shouldCutTheDamagedEndOfACrashedJournalOff() {
    Path running = temp.resolve("running");
    Journals.crash(running, directory, EVENTS);
    List<Path> filled = Journals.filledSegments(directory);
    Path last = filled.get(filled.size() - 1);
    int middle = Journals.blocks(last).size() / 2;
    long through = Journals.sequences(last, middle)[0] - 1;
    Journals.flip(last, Journals.blocks(last).get(middle) + 150);
    assertThat(Circumstances.of(recovery().inspect()).damaged()).isTrue();

    recovery().recover(RecoveryRequest.partialThrough(through));
    assertThat(Journals.read(directory)).isEqualTo(Journals.range(1, through));
    assertThat(Journals.emitOneMore(directory)).isEqualTo(EVENTS + 1);
  }

  @Test
  void shouldCutAndSalvageAJournalThatWasCompacted() {
    Journals.write(directory, EVENTS);
    new Compactor(directory, Compaction.keep(record -> record.userspaceSequence() % 3 == 0)).run();
    List<Long> kept = Journals.read(directory);
    assertThat(recovery().inspect().lost().isEmpty()).isTrue();
    assertThat(recovery().plan(RecoveryRequest.automatic()).failure()).isEmpty();

    recovery().recover(RecoveryRequest.partialThrough(4_000));
    assertThat(Journals.read(directory)).isEqualTo(kept.stream().filter(s -> s <= 4_000).toList());
    assertSound();

    Path hurt = Journals.filledSegments(directory).get(0);
    Journals.flip(hurt, Journals.blocks(hurt).get(1) + 200);
    SequenceRange lost = recovery().recover(RecoveryRequest.emergency()).lost().ranges().get(0);
    assertThat(Journals.read(directory))
        .isEqualTo(
            Journals.without(
                kept.stream().filter(s -> s <= 4_000).toList(), lost.first(), lost.last()));
    assertSound();
    assertThat(Journals.emitOneMore(directory)).isEqualTo(EVENTS + 1);
  }

  @Test
  void shouldRefuseACutAboveDamage() {
    Journals.write(directory, EVENTS);
    Path hurt = Journals.filledSegments(directory).get(0);
    Journals.flip(hurt, Journals.blocks(hurt).get(1) + 200);
    Map<String, ByteBuffer> before = Journals.contents(directory);
    assertThatThrownBy(() -> recovery().recover(RecoveryRequest.partialThrough(4_000)))
        .isInstanceOf(RecoveryException.class)
        .hasMessageContaining("damaged below the cut: file=" + hurt)
        .hasMessageContaining("salvage first");
    assertThat(Journals.contents(directory)).isEqualTo(before);
  }

  @Test
  void shouldNotSplitWhatItsEmitterMarkedAsOneAtAMoment() {
    try (SemanticJournal journal = SemanticJournal.open(Journals.config(directory).build())) {
      Journals.emit(journal, 10);
      journal.emitEventsAtomic(
          IntStream.rangeClosed(11, 15)
              .mapToObj(
                  i ->
                      Journals.event(new EventBuilder(EventType.GRAPH_NODE_CREATE), i)
                          .flags(EventFlags.ATOMIC))
              .toList());
      Journals.emit(journal, 10);
    }
    RecoveryPlan plan = recovery().plan(RecoveryRequest.partialThrough(Instant.ofEpochSecond(13)));
    assertThat(plan.notes()).singleElement().asString().endsWith("is behind sequence 10");
    assertThat(recovery().plan(RecoveryRequest.partialThrough(Instant.ofEpochSecond(15))).notes())
        .singleElement()
        .asString()
        .endsWith("is behind sequence 15");
    recovery().recover(RecoveryRequest.partialThrough(13));
    assertThat(Journals.read(directory)).isEqualTo(Journals.range(1, 10));
  }

  @Test
  void shouldFallBackToASalvageWhenTheReplayMeetsDamage() {
    Journals.write(directory, EVENTS);
    Path hurt = Journals.filledSegments(directory).get(0);
    Journals.flip(hurt, Journals.blocks(hurt).get(1) + 200);
    RecoveryReport report = recovery().recover(RecoveryRequest.after(FailureType.SYSTEM_CRASH));
    assertThat(report.plan().strategy()).isEqualTo(RecoveryStrategy.EMERGENCY);
    assertThat(report.attempts())
        .singleElement()
        .satisfies(a -> assertThat(a.strategy()).isEqualTo(RecoveryStrategy.FULL_REPLAY));
    assertThat(report.lost().isEmpty()).isFalse();
    assertSound();
  }

  @Test
  void shouldNotBeginAnewWithSomebodyWhoWasGivenEvents() {
    Journals.write(directory, EVENTS);
    Path hurt = Journals.filledSegments(directory).get(1);
    Journals.flip(hurt, Journals.blocks(hurt).get(1) + 200);
    assertThatThrownBy(
            () ->
                recovery()
                    .recover(
                        RecoveryRequest.after(FailureType.SYSTEM_CRASH).handingTo(new Counter())))
        .isInstanceOf(CorruptionException.class);
  }

  @Test
  void shouldRefuseWhatItCannotDo() {
    Journals.write(directory, 100);
    assertThatThrownBy(() -> recovery().recover(RecoveryRequest.incrementalRestore()))
        .isInstanceOf(RecoveryException.class)
        .hasMessageContaining("no good checkpoint");
    assertThatThrownBy(() -> recovery().recover(RecoveryRequest.rollback().checkpoint(3)))
        .isInstanceOf(RecoveryException.class)
        .hasMessageContaining("id=3");
    assertThatThrownBy(
            () -> recovery().recover(RecoveryRequest.after(FailureType.INCOMPLETE_TRANSACTION)))
        .isInstanceOf(RecoveryException.class)
        .hasMessageContaining("no transaction is open");
    assertThatThrownBy(() -> recovery().recover(RecoveryRequest.after(FailureType.LOST_PEER)))
        .isInstanceOf(RecoveryException.class)
        .hasMessageContaining("cut marker");
  }

  @Test
  void shouldCountTheQuarantineThatIsThereAgainstTheCap() throws IOException {
    Journals.write(directory, EVENTS);
    long needed = recovery().plan(RecoveryRequest.partialThrough(10)).bytesSetAside();
    Files.createDirectories(directory.resolve(JournalDirectory.QUARANTINE));
    Files.write(directory.resolve(JournalDirectory.QUARANTINE).resolve("old"), new byte[1_000]);
    JournalRecovery tight = recovery().quarantineCap(needed + 999);
    assertThatThrownBy(() -> tight.recover(RecoveryRequest.partialThrough(10)))
        .hasMessageContaining("there=1000, needed=" + needed);
    recovery().quarantineCap(needed + 1_000).recover(RecoveryRequest.partialThrough(10));
    assertThat(QuarantineManifest.lines(JournalDirectory.existing(directory))).isNotEmpty();
  }

  @Test
  void shouldTellProgressOfEveryPhase() {
    Journals.write(directory, EVENTS);
    List<WorkProgress> heard = new ArrayList<>();
    recovery().listener(heard::add).recover(RecoveryRequest.partialThrough(100));
    assertThat(heard)
        .extracting(WorkProgress::phase)
        .contains("looking at segments")
        .anyMatch(phase -> phase.startsWith("set aside"))
        .anyMatch(phase -> phase.startsWith("rewrite"));
    assertThat(heard).allMatch(progress -> progress.done() <= progress.total());
  }

  @Test
  void shouldPrintPlanAndReportForPeopleAndMachines() {
    Journals.write(directory, EVENTS);
    Path hurt = Journals.filledSegments(directory).get(0);
    long[] lost = Journals.sequences(hurt, 1);
    Journals.flip(hurt, Journals.blocks(hurt).get(1) + 200);
    RecoveryPlan plan = recovery().plan(RecoveryRequest.automatic());
    // How many events share a block depends on how fast they were emitted; it may be one.
    String range = lost[0] == lost[1] ? "" + lost[0] : lost[0] + ".." + lost[1];
    assertThat(plan.toString())
        .contains("failure       DATA_CORRUPTION", "strategy      EMERGENCY", range)
        .contains("1. rewrite " + hurt.getFileName());
    assertThat(plan.toJson())
        .contains("\"strategy\":\"EMERGENCY\"", "\"step\":\"rewrite\"", "\"kind\":\"salvage\"")
        .contains("\"lost_ranges\":[{\"first\":" + lost[0] + ",\"last\":" + lost[1] + "}]");
    RecoveryReport report = recovery().recover(RecoveryRequest.automatic());
    assertThat(report.toString()).contains("recovery done: ", "quarantined", range, "took");
    assertThat(report.toJson())
        .contains("\"events_lost\":" + (lost[1] - lost[0] + 1), "\"resumed\":false")
        .contains("\"quarantined\":[\"" + report.quarantined().get(0) + "\"]");
  }

  @Test
  void shouldTellFromTheHeadsAloneThatNothingHasToBeMended() {
    Journals.write(directory, 100);
    RecoveryPlan plan = recovery().plan(RecoveryRequest.fullReplay());
    assertThat(plan.steps()).containsExactly(new RecoveryStep.Replay(1));
    RecoveryFacts facts = recovery().inspect();
    assertThat(facts.events()).isEqualTo(100);
    assertThat(facts.lastSequence()).isEqualTo(100);
    assertThat(facts.acknowledged()).isEqualTo(100);
  }
}
