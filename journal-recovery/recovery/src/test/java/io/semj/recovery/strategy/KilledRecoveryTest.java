package io.semj.recovery.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.storage.JournalDirectory;
import io.semj.error.JournalTimeoutException;
import io.semj.error.RecoveryException;
import io.semj.error.WorkCancelledException;
import io.semj.recovery.IntegrityVerifier;
import io.semj.recovery.JournalRecovery;
import io.semj.recovery.facts.SequenceRange;
import io.semj.recovery.work.WorkControl;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recovery that is ended at any of its steps can be taken up again, with the same result. */
class KilledRecoveryTest {
  private static final int EVENTS = 9_000;
  private static final long CUT = 1_234;

  @TempDir private Path temp;
  private Path original;
  private SequenceRange lost;

  @BeforeEach
  void setUp() {
    original = temp.resolve("original");
    Journals.write(original, EVENTS);
    List<Path> segments = Journals.filledSegments(original);
    Path hurt = segments.get(1);
    long[] block = Journals.sequences(hurt, 2);
    lost = new SequenceRange(block[0], block[1]);
    Journals.flip(hurt, Journals.blocks(hurt).get(2) + 200);
    Journals.overwrite(segments.get(2), 0, new byte[512]);
  }

  private Path copy(String name) {
    Path copy = temp.resolve(name);
    Journals.copy(original, copy);
    return copy;
  }

  /** Ends a recovery at the n-th report of its progress; false when it had fewer. */
  private static boolean endAt(int report, Path directory, RecoveryRequest request) {
    int[] reports = {0};
    try {
      JournalRecovery.of(directory)
          .listener(
              progress -> {
                if (++reports[0] == report) {
                  throw new IllegalStateException("ended");
                }
              })
          .recover(request);
      return false;
    } catch (IllegalStateException ended) {
      return true;
    }
  }

  private static void assertCannotBeWrittenWhileUnfinished(Path directory) {
    if (JournalRecovery.of(directory).isUnfinished()) {
      assertThatThrownBy(() -> Journals.emitOneMore(directory))
          .isInstanceOf(RecoveryException.class);
    }
  }

  private void assertCut(Path directory) {
    assertThat(Journals.read(directory)).isEqualTo(Journals.range(1, CUT));
    assertNothingIsGone(directory);
  }

  private void assertSalvaged(Path directory) {
    assertThat(Journals.read(directory))
        .isEqualTo(Journals.without(Journals.range(1, EVENTS), lost.first(), lost.last()));
    assertNothingIsGone(directory);
  }

  /** Every original file is where it was or in the quarantine, byte by byte. */
  private void assertNothingIsGone(Path directory) {
    Map<String, ByteBuffer> now = Journals.contents(directory);
    for (Path segment : Journals.segments(original)) {
      ByteBuffer bytes = ByteBuffer.wrap(Journals.bytes(segment));
      assertThat(now).as(segment.toString()).containsValue(bytes);
    }
    assertThat(new IntegrityVerifier(directory).verify().problems()).isEmpty();
    assertThat(Journals.emitOneMore(directory)).isEqualTo(EVENTS + 1);
    assertThat(now).doesNotContainKey(JournalDirectory.INTENT_FILE);
  }

  @Test
  void shouldFinishACutThatWasEndedAtAnyStep() {
    int step = 1;
    while (true) {
      Path directory = copy("cut" + step);
      if (!endAt(step, directory, RecoveryRequest.partialThrough(CUT))) {
        break;
      }
      assertCannotBeWrittenWhileUnfinished(directory);
      RecoveryReport report =
          JournalRecovery.of(directory).recover(RecoveryRequest.partialThrough(CUT));
      assertThat(report.statistics().eventsCut()).as("step %d", step).isPositive();
      assertCut(directory);
      step++;
    }
    assertThat(step).isGreaterThan(8);
  }

  @Test
  void shouldFinishASalvageThatWasEndedAtAnyStepAndTellTheSameLoss() {
    int step = 1;
    while (true) {
      Path directory = copy("salvage" + step);
      if (!endAt(step, directory, RecoveryRequest.emergency())) {
        break;
      }
      assertCannotBeWrittenWhileUnfinished(directory);
      JournalRecovery recovery = JournalRecovery.of(directory);
      RecoveryReport report =
          recovery.isUnfinished()
              ? recovery.resume()
              : recovery.recover(RecoveryRequest.emergency());
      assertThat(report.lost().ranges()).as("step %d", step).containsExactly(lost);
      assertSalvaged(directory);
      step++;
    }
    assertThat(step).isGreaterThan(6);
  }

  @Test
  void shouldFinishASalvageIntoAnotherDirectory() {
    Map<String, ByteBuffer> before = Journals.contents(original);
    int step = 1;
    while (true) {
      Path out = temp.resolve("out" + step);
      if (!endAt(step, original, RecoveryRequest.salvageInto(out))) {
        break;
      }
      RecoveryReport report =
          JournalRecovery.of(original).recover(RecoveryRequest.salvageInto(out));
      assertThat(report.lost().ranges()).as("step %d", step).containsExactly(lost);
      assertThat(Journals.read(out))
          .isEqualTo(Journals.without(Journals.range(1, EVENTS), lost.first(), lost.last()));
      assertThat(Journals.emitOneMore(out)).isEqualTo(EVENTS + 1);
      step++;
    }
    assertThat(step).isGreaterThan(6);
    assertThat(Journals.contents(original)).isEqualTo(before);
  }

  @Test
  void shouldFinishWhatAKilledProcessBegan() throws Exception {
    for (int report = 3; report <= 15; report += 3) {
      Path cut = copy("killed-cut" + report);
      child(cut, report, "cut", Long.toString(CUT));
      JournalRecovery.of(cut).recover(RecoveryRequest.partialThrough(CUT));
      assertCut(cut);

      Path salvaged = copy("killed-salvage" + report);
      child(salvaged, report, "salvage");
      JournalRecovery.of(salvaged).recover(RecoveryRequest.emergency());
      assertSalvaged(salvaged);
    }
  }

  private static void child(Path directory, int report, String... what) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xshare:auto");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(RecoverInChild.class.getName());
    command.add(directory.toString());
    command.add(Integer.toString(report));
    command.addAll(List.of(what));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isIn(0, 137);
  }

  @Test
  void shouldEndWhenItIsCancelledAndGoOnLater() {
    Path directory = copy("cancelled");
    WorkControl control = new WorkControl();
    assertThatThrownBy(
            () ->
                JournalRecovery.of(directory)
                    .control(control)
                    .listener(
                        progress -> {
                          if (progress.phase().startsWith("rewrite")) {
                            control.cancel();
                          }
                        })
                    .recover(RecoveryRequest.partialThrough(CUT)))
        .isInstanceOf(WorkCancelledException.class);
    assertCannotBeWrittenWhileUnfinished(directory);
    assertThat(JournalRecovery.of(directory).isUnfinished()).isTrue();
    assertThat(JournalRecovery.of(directory).plan(RecoveryRequest.automatic()).strategy())
        .isEqualTo(RecoveryStrategy.PARTIAL);
    assertThat(JournalRecovery.of(directory).resume().resumed()).isTrue();
    assertCut(directory);
  }

  @Test
  void shouldEndWhenItsTimeIsOver() {
    Path directory = copy("late");
    long[] now = {0};
    WorkControl control = new WorkControl(Duration.ofSeconds(1), () -> now[0] += 500_000_000);
    Map<String, ByteBuffer> before = Journals.contents(directory);
    assertThatThrownBy(
            () ->
                JournalRecovery.of(directory).control(control).recover(RecoveryRequest.emergency()))
        .isInstanceOf(JournalTimeoutException.class);
    assertThat(Journals.contents(directory)).isEqualTo(before);
  }

  @Test
  void shouldRefuseADamagedIntentAndTellWhichFileItIs() throws IOException {
    Path directory = copy("damaged-intent");
    Files.writeString(directory.resolve(JournalDirectory.INTENT_FILE), "nonsense");
    assertThatThrownBy(() -> JournalRecovery.of(directory).resume())
        .hasMessageContaining("recovery.intent");
  }
}
