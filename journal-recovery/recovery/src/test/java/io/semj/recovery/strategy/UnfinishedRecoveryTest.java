package io.semj.recovery.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.RetentionPolicy;
import io.semj.core.SemanticJournal;
import io.semj.core.storage.JournalDirectory;
import io.semj.error.RecoveryException;
import io.semj.format.BlockCompression;
import io.semj.recovery.IntegrityVerifier;
import io.semj.recovery.JournalRecovery;
import io.semj.recovery.upkeep.Archiver;
import io.semj.recovery.upkeep.Compaction;
import io.semj.recovery.upkeep.Compactor;
import io.semj.recovery.upkeep.RetentionPlan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may happen between the end of a recovery that was killed and the next run. */
class UnfinishedRecoveryTest {
  private static final int CHECKPOINT = 1_234;
  private static final int EVENTS = 6_000;

  @TempDir private Path temp;
  private Path original;

  @BeforeEach
  void setUp() {
    original = temp.resolve("original");
    try (SemanticJournal journal = SemanticJournal.open(Journals.config(original).build())) {
      Journals.emit(journal, CHECKPOINT);
      journal.createCheckpoint(Counter.upTo(CHECKPOINT));
      Journals.emit(journal, EVENTS - CHECKPOINT);
    }
  }

  private Path copy(String name) {
    Path copy = temp.resolve(name);
    Journals.copy(original, copy);
    return copy;
  }

  /** Ends a recovery when a phase begins; false when there was none. */
  private static boolean endAt(String phase, int nth, Path directory, RecoveryRequest request) {
    int[] seen = {0};
    try {
      JournalRecovery.of(directory)
          .listener(
              progress -> {
                if (progress.phase().startsWith(phase) && ++seen[0] == nth) {
                  throw new IllegalStateException("ended");
                }
              })
          .recover(request);
      return false;
    } catch (IllegalStateException ended) {
      return true;
    }
  }

  private static Path intent(Path directory) {
    return directory.resolve(JournalDirectory.INTENT_FILE);
  }

  private static void assertCutAt(Path directory, long sequence) {
    assertThat(Journals.read(directory)).isEqualTo(Journals.range(1, sequence));
    assertThat(new IntegrityVerifier(directory).verify().problems()).isEmpty();
    assertThat(Journals.emitOneMore(directory)).isEqualTo(EVENTS + 1);
  }

  @Test
  void shouldHandTheStateOverWhereverTheRollbackWasEnded() {
    int step = 1;
    while (true) {
      Path directory = copy("rollback" + step);
      if (!endAt("", step, directory, RecoveryRequest.rollback().handingTo(new Counter()))) {
        break;
      }
      Counter service = new Counter();
      JournalRecovery.of(directory).recover(RecoveryRequest.rollback().handingTo(service));
      assertThat(service.wasRestored()).as("step %d", step).isTrue();
      assertThat(service).hasToString(Counter.upTo(CHECKPOINT).toString());
      assertCutAt(directory, CHECKPOINT);
      step++;
    }
    assertThat(step).isGreaterThan(8);
  }

  @Test
  void shouldSayThatNobodyTookTheStateWhenItIsFinishedWithoutATarget() {
    Path directory = copy("journal");
    endAt("rewrite", 1, directory, RecoveryRequest.rollback().handingTo(new Counter()));
    RecoveryReport report = JournalRecovery.of(directory).resume();
    assertThat(report.resumed()).isTrue();
    assertThat(report.toString())
        .contains("no target was given now: its state was not handed over")
        .contains("back to checkpoint 1 at sequence 1234");
    assertCutAt(directory, CHECKPOINT);
  }

  @Test
  void shouldKeepCompactionRetentionAndArchivesOutUntilItIsFinished() {
    Path directory = copy("journal");
    endAt("rewrite", 1, directory, RecoveryRequest.rollback());
    Map<String, ByteBuffer> before = Journals.contents(directory);
    assertThatThrownBy(
            () -> new Compactor(directory, Compaction.recompress(BlockCompression.LZ4)).run())
        .isInstanceOf(RecoveryException.class)
        .hasMessageContaining("a recovery was begun and not finished");
    assertThatThrownBy(() -> new Archiver(directory).moveTo(temp.resolve("archive")))
        .isInstanceOf(RecoveryException.class);
    RetentionPlan retention =
        RetentionPlan.of(directory, new RetentionPolicy(1, Duration.ZERO, 0, 0));
    assertThatThrownBy(retention::apply).isInstanceOf(RecoveryException.class);
    assertThat(Journals.contents(directory)).isEqualTo(before);
    JournalRecovery.of(directory).resume();
    assertCutAt(directory, CHECKPOINT);
  }

  @Test
  void shouldCutAgainAlthoughTheClockWentBackwardsSinceTheLastCut() {
    Path directory = copy("journal");
    JournalRecovery.of(directory).recover(RecoveryRequest.partialThrough(3_000));
    RecoveryPlan plan = JournalRecovery.of(directory).plan(RecoveryRequest.partialThrough(1_000));
    RecoveryPlan early =
        new RecoveryPlan(
            plan.directory(),
            plan.output(),
            plan.failure(),
            plan.strategy(),
            plan.steps(),
            plan.lost(),
            plan.notes(),
            1);
    new RecoveryIntent(JournalDirectory.existing(directory))
        .write(new RecoveryIntent.Content(early, true));
    JournalRecovery.of(directory).resume();
    assertCutAt(directory, 1_000);
  }

  private static void damageSteps(Path directory) {
    byte[] bytes = Journals.bytes(intent(directory));
    Journals.flip(
        intent(directory), new String(bytes, StandardCharsets.US_ASCII).indexOf("step=") + 20);
  }

  @Test
  void shouldSetADamagedIntentAsideOfWhichNothingWasDone() {
    Path directory = copy("journal");
    endAt("set aside", 1, directory, RecoveryRequest.partialThrough(1_000));
    damageSteps(directory);
    RecoveryReport report =
        JournalRecovery.of(directory).recover(RecoveryRequest.partialThrough(2_000));
    assertThat(report.resumed()).isFalse();
    assertThat(report.quarantined()).anyMatch(file -> file.endsWith(JournalDirectory.INTENT_FILE));
    assertCutAt(directory, 2_000);
  }

  @Test
  void shouldSetADamagedIntentAsideOfWhichAllWasDone() throws IOException {
    Path directory = copy("journal");
    byte[][] written = {null};
    JournalRecovery.of(directory)
        .listener(
            progress -> {
              if (progress.phase().startsWith("rewrite")) {
                written[0] = Journals.bytes(intent(directory));
              }
            })
        .recover(RecoveryRequest.partialThrough(1_000));
    Files.write(intent(directory), written[0]);
    damageSteps(directory);
    JournalRecovery.of(directory).resume();
    assertCutAt(directory, 1_000);
  }

  @Test
  void shouldRefuseADamagedIntentOfACutThatIsHalfDone() {
    Path directory = copy("journal");
    endAt("rewrite", 1, directory, RecoveryRequest.partialThrough(1_000));
    damageSteps(directory);
    Map<String, ByteBuffer> before = Journals.contents(directory);
    for (RecoveryRequest request :
        List.of(RecoveryRequest.automatic(), RecoveryRequest.partialThrough(1_000))) {
      assertThatThrownBy(() -> JournalRecovery.of(directory).recover(request))
          .isInstanceOf(RecoveryException.class)
          .hasMessageContaining("recovery.intent")
          .hasMessageContaining("strategy=PARTIAL, steps may be half done");
      assertThatThrownBy(() -> JournalRecovery.of(directory).plan(request))
          .isInstanceOf(RecoveryException.class);
    }
    assertThat(Journals.contents(directory)).isEqualTo(before);
  }

  @Test
  void shouldGoOnWithASalvageWithoutItsDamagedIntent() {
    Path hurt = Journals.filledSegments(original).get(0);
    long[] lost = Journals.sequences(hurt, 2);
    Journals.flip(hurt, Journals.blocks(hurt).get(2) + 200);
    Journals.overwrite(Journals.filledSegments(original).get(1), 0, new byte[512]);
    int nth = 1;
    for (; ; nth++) {
      Path directory = copy("journal" + nth);
      if (!endAt("rewrite", nth, directory, RecoveryRequest.emergency())) {
        break;
      }
      damageSteps(directory);
      JournalRecovery.of(directory).resume();
      assertThat(Journals.read(directory))
          .isEqualTo(Journals.without(Journals.range(1, EVENTS), lost[0], lost[1]));
      assertThat(new IntegrityVerifier(directory).verify().problems()).isEmpty();
      assertThat(Journals.emitOneMore(directory)).isEqualTo(EVENTS + 1);
    }
    assertThat(nth).isGreaterThan(2);
  }

  @Test
  void shouldRefuseAnIntentThatDoesNotTellWhichRecoveryItIs() {
    Path directory = copy("journal");
    endAt("set aside", 1, directory, RecoveryRequest.emergency());
    endAt("set aside", 1, directory, RecoveryRequest.partialThrough(1_000));
    Journals.flip(intent(directory), 60);
    assertThatThrownBy(() -> JournalRecovery.of(directory).resume())
        .isInstanceOf(RecoveryException.class)
        .hasMessageContaining("what recovery it is cannot be told");
  }
}
