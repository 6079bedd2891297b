package io.semj.recovery.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.SemanticJournal;
import io.semj.error.ConsistencyException;
import io.semj.error.WorkCancelledException;
import io.semj.recovery.JournalRecovery;
import io.semj.recovery.work.WorkControl;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A replay into a state that outlives its process goes on behind what that holds. */
class ResumedReplayTest {
  private static final int EVENTS = 36_000;
  private static final int CHECKPOINT = 4_000;
  private static final int DEADLY = 25_000;

  @TempDir private Path temp;
  private Path directory;
  private Path file;

  @BeforeEach
  void setUp() {
    directory = temp.resolve("journal");
    file = temp.resolve("state");
    try (SemanticJournal journal = SemanticJournal.open(Journals.config(directory).build())) {
      Journals.emit(journal, CHECKPOINT);
      journal.createCheckpoint(Counter.upTo(CHECKPOINT));
      Journals.emit(journal, EVENTS - CHECKPOINT);
    }
  }

  private JournalRecovery recovery() {
    return JournalRecovery.of(directory);
  }

  @ParameterizedTest
  @CsvSource({
    "full-replay, true", "full-replay, false",
    "restore, true", "restore, false",
    "from-checkpoint, true", "emergency, true"
  })
  void shouldGoOnBehindWhatTheStateOfAKilledProcessHolds(String strategy, boolean tells)
      throws Exception {
    kill(strategy, tells);
    boolean restores = strategy.equals("restore") || strategy.equals("from-checkpoint");
    long held = restores ? CHECKPOINT + 20_480 : 20_480; // persisted every 10,000, by 1,024

    StoredCounter target = new StoredCounter(file, tells);
    List<String> phases = new ArrayList<>();
    RecoveryReport report =
        recovery()
            .listener(progress -> phases.add(progress.phase()))
            .recover(ReplayInChild.request(strategy).handingTo(target));

    assertThat(target).hasToString(Counter.upTo(EVENTS).toString());
    assertThat(target.handled()).isEqualTo(EVENTS - held);
    assertThat(target.wasRestored()).isFalse();
    assertThat(report.statistics().resumedBehind()).isEqualTo(held);
    assertThat(report.statistics().eventsReplayed()).isEqualTo(EVENTS - held);
    assertThat(report.toString()).contains("resumed behind sequence " + held);
    assertThat(report.toJson()).contains("\"replay_resumed_behind\":" + held);
    assertThat(phases).contains("replaying, resumed behind sequence " + held);
    assertThat(new StoredCounter(file, tells)).hasToString(Counter.upTo(EVENTS).toString());
  }

  private void kill(String strategy, boolean tells) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xshare:auto");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(ReplayInChild.class.getName());
    command.addAll(
        List.of(
            directory.toString(), file.toString(), "" + tells, Integer.toString(DEADLY), strategy));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isEqualTo(137);
  }

  @Test
  void shouldGoOnExactlyWhereItWasCancelled() {
    WorkControl control = new WorkControl();
    StoredCounter first = new StoredCounter(file, true);
    first.afterEach(
        () -> {
          if (first.handled() == 7_000) {
            control.cancel();
          }
        });
    assertThatThrownBy(
            () ->
                recovery().control(control).recover(RecoveryRequest.fullReplay().handingTo(first)))
        .isInstanceOf(WorkCancelledException.class);
    assertThat(first.handled()).isBetween(7_000L, 8_024L);

    StoredCounter second = new StoredCounter(file, true);
    recovery().recover(RecoveryRequest.fullReplay().handingTo(second));
    assertThat(first.handled() + second.handled()).isEqualTo(EVENTS);
    assertThat(second).hasToString(Counter.upTo(EVENTS).toString());
  }

  @Test
  void shouldHandOverNothingToAStateThatHoldsAll() {
    recovery().recover(RecoveryRequest.fullReplay().handingTo(new StoredCounter(file, true)));
    StoredCounter again = new StoredCounter(file, true);
    RecoveryReport report = recovery().recover(RecoveryRequest.automatic().handingTo(again));
    assertThat(again.handled()).isZero();
    assertThat(report.statistics().resumedBehind()).isEqualTo(EVENTS);
  }

  @Test
  void shouldRestoreTheCheckpointIntoAStateThatIsBehindIt() {
    recovery().recover(RecoveryRequest.partialThrough(CHECKPOINT));
    Journals.emitOneMore(directory);
    StoredCounter target = new StoredCounter(file, true);
    RecoveryReport report =
        recovery().recover(RecoveryRequest.incrementalRestore().handingTo(target));
    assertThat(target.wasRestored()).isTrue();
    assertThat(target.handled()).isEqualTo(1);
    assertThat(report.statistics().resumedBehind()).isZero();
  }

  @Test
  void shouldRestoreIntoAStateThatIsOlderThanWhatRetentionLeft() throws IOException {
    WorkControl control = new WorkControl();
    StoredCounter old = new StoredCounter(file, true).afterEach(control::cancel);
    assertThatThrownBy(
            () -> recovery().control(control).recover(RecoveryRequest.fullReplay().handingTo(old)))
        .isInstanceOf(WorkCancelledException.class);
    Files.delete(Journals.segments(directory).get(0));
    StoredCounter target = new StoredCounter(file, true);
    recovery().recover(RecoveryRequest.incrementalRestore().handingTo(target));
    assertThat(target.wasRestored()).isTrue();
    assertThat(target).hasToString(Counter.upTo(EVENTS).toString());
    assertThatThrownBy(() -> recovery().recover(RecoveryRequest.fullReplay().handingTo(halfway(1))))
        .isInstanceOf(ConsistencyException.class)
        .hasMessageContaining("events behind what was handled were removed");
  }

  private StoredCounter halfway(long sequence) throws IOException {
    Path other = temp.resolve("halfway");
    Files.write(other, ByteBuffer.allocate(3 * Long.BYTES).putLong(sequence).putLong(1).array());
    return new StoredCounter(other, true);
  }

  @Test
  void shouldRefuseAStateThatHoldsEventsWhichWereCut() {
    recovery().recover(RecoveryRequest.fullReplay().handingTo(new StoredCounter(file, true)));
    recovery().recover(RecoveryRequest.partialThrough(1_000));
    Journals.emitOneMore(directory);
    StoredCounter ahead = new StoredCounter(file, true);
    assertThatThrownBy(() -> recovery().recover(RecoveryRequest.fullReplay().handingTo(ahead)))
        .isInstanceOf(ConsistencyException.class)
        .hasMessageContaining(
            "what was handled is not in the journal any more: handledSequence=36000");
    assertThat(ahead.handled()).isZero();

    RecoveryReport report =
        recovery().recover(RecoveryRequest.after(FailureType.INVALID_STATE).handingTo(ahead));
    assertThat(ahead.handled()).isEqualTo(1_001);
    assertThat(report.statistics().resumedBehind()).isZero();
    assertThat(new StoredCounter(file, true).toString()).startsWith("last=36001, count=1001,");
  }

  @Test
  void shouldForgetThePositionBeforeTheStateIsReplaced() {
    recovery().recover(RecoveryRequest.fullReplay().handingTo(new StoredCounter(file, false)));
    Path position = temp.resolve("position");
    assertThat(position).exists();
    StoredCounter back = new StoredCounter(file, false);
    recovery().recover(RecoveryRequest.rollback().handingTo(back));
    assertThat(back.wasRestored()).isTrue();
    StoredCounter after = new StoredCounter(file, false);
    recovery().recover(RecoveryRequest.fullReplay().handingTo(after));
    assertThat(after.handled()).isZero();
    assertThat(after).hasToString(Counter.upTo(CHECKPOINT).toString());
  }

  @Test
  void shouldRefuseAPositionOfAnotherJournal() {
    recovery().recover(RecoveryRequest.fullReplay().handingTo(new StoredCounter(file, false)));
    Path other = temp.resolve("other");
    Journals.write(other, 10);
    StoredCounter target = new StoredCounter(file, false);
    assertThatThrownBy(
            () -> JournalRecovery.of(other).recover(RecoveryRequest.fullReplay().handingTo(target)))
        .isInstanceOf(ConsistencyException.class)
        .hasMessageContaining("replay position is of another journal");
    assertThat(Files.exists(temp.resolve("position"))).isTrue();
  }
}
