package io.semj.core.checkpoint;

import static io.semj.core.fixture.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.JournalConfig;
import io.semj.core.JournalConfigBuilder;
import io.semj.core.SemanticJournal;
import io.semj.core.fixture.Events;
import io.semj.core.fixture.RecordingErrors;
import io.semj.error.ErrorCategory;
import io.semj.error.SerializationException;
import io.semj.error.StorageIoException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that the journal creates by itself. */
class AutomaticCheckpointsTest {
  @TempDir private Path directory;
  private final RecordingErrors errors = new RecordingErrors();

  private JournalConfigBuilder config(Duration interval) {
    return JournalConfig.builder(directory)
        .ringSize(128)
        .checkpointInterval(interval)
        .errorHandler(errors);
  }

  private SemanticJournal open(Duration interval) {
    return SemanticJournal.open(config(interval).build());
  }

  private SemanticJournal openOften() {
    return open(Duration.ofMillis(1));
  }

  /** A snapshot of all that was emitted, and how often it was asked for. */
  private static final class Counting implements SnapshotSource {
    private final SemanticJournal journal;
    private final AtomicInteger calls = new AtomicInteger();

    Counting(SemanticJournal journal) {
      this.journal = journal;
    }

    @Override
    public long writeTo(OutputStream out) throws IOException {
      calls.incrementAndGet();
      long sequence = journal.status().lastEmittedSequence();
      out.write(Long.toString(sequence).getBytes(StandardCharsets.US_ASCII));
      return sequence;
    }
  }

  private static void awaitCheckpointAt(SemanticJournal journal, long sequence) {
    await().until(() -> journal.status().checkpoints().lastSequence() == sequence);
  }

  @Test
  void shouldNoteThePositionWhenThereIsNews() {
    try (SemanticJournal journal = openOften()) {
      long first = journal.emitEvent(Events.of(1, 1));
      awaitCheckpointAt(journal, first);
      long second = journal.emitEvent(Events.of(1, 2));
      awaitCheckpointAt(journal, second);
      assertThat(journal.listCheckpoints().get(0).snapshotBytes()).isZero();
    }
    assertThat(CheckpointStore.of(directory).damaged()).isEmpty();
    assertThat(errors.all()).isEmpty();
  }

  @Test
  void shouldTakeSnapshotsOfTheNamedSource() {
    try (SemanticJournal journal = openOften()) {
      journal.checkpointWith(new Counting(journal));
      long sequence = journal.emitEvent(Events.of(1, 1));
      awaitCheckpointAt(journal, sequence);
      Checkpoint checkpoint = CheckpointStore.of(directory).newestGood().orElseThrow();
      assertThat(TestCheckpoints.snapshot(CheckpointStore.of(directory), checkpoint))
          .isEqualTo(Long.toString(sequence));
    }
  }

  @Test
  void shouldWriteNoneWithoutNews() {
    try (SemanticJournal journal = openOften()) {
      Counting source = new Counting(journal);
      journal.checkpointWith(source);
      long sequence = journal.emitEvent(Events.of(1, 1));
      awaitCheckpointAt(journal, sequence);
      int calls = source.calls.get();
      awaitTurns(journal);
      assertThat(source.calls).hasValue(calls);
      assertThat(journal.listCheckpoints().get(0).id()).isEqualTo(1);
    }
    // Nor when it is opened again.
    try (SemanticJournal journal = openOften()) {
      Counting source = new Counting(journal);
      journal.checkpointWith(source);
      awaitTurns(journal);
      assertThat(source.calls).hasValue(0);
      journal.emitEvent(Events.of(1, 1));
      awaitCheckpointAt(journal, 2);
    }
  }

  /** Several intervals have gone by, as the clock tells. */
  private static void awaitTurns(SemanticJournal journal) {
    long until = journal.config().clock().epochNanos() + 20_000_000;
    await().until(() -> journal.config().clock().epochNanos() > until);
  }

  @Test
  void shouldWriteNoneWhenTheSourceIsNoFurther() throws IOException {
    try (SemanticJournal journal = openOften()) {
      AtomicInteger calls = new AtomicInteger();
      journal.checkpointWith(
          out -> {
            calls.incrementAndGet();
            return 1; // it stays behind
          });
      journal.emitEvent(Events.of(1, 1));
      journal.emitEvent(Events.of(1, 2));
      await().until(() -> calls.get() > 5);
    }
    try (Stream<Path> files = Files.list(directory.resolve("checkpoints"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void shouldNeverFollowASnapshotByAMerePosition() {
    try (SemanticJournal journal = openOften()) {
      journal.emitEvent(Events.of(1, 1));
      awaitCheckpointAt(journal, 1);
      journal.createCheckpoint(
          out -> {
            out.write(1);
            return 1;
          });
      journal.emitEvent(Events.of(1, 2));
      awaitTurns(journal);
      assertThat(journal.listCheckpoints().get(0).snapshotBytes()).isEqualTo(1);
    }
  }

  @Test
  void shouldTellTheErrorHandlerOfFailuresAndTryAgain() {
    try (SemanticJournal journal = openOften()) {
      AtomicInteger calls = new AtomicInteger();
      journal.checkpointWith(
          out -> {
            switch (calls.getAndIncrement()) {
              case 0 -> throw new IOException("locked");
              case 1 -> throw new UnsupportedOperationException("not now");
              case 2 -> throw new StackOverflowError("a pretended one");
              default -> {
                return 1;
              }
            }
          });
      journal.emitEvent(Events.of(1, 1));
      awaitCheckpointAt(journal, 1);
      assertThat(errors.all()).hasSize(3);
      assertThat(errors.all().get(0)).isInstanceOf(StorageIoException.class);
      assertThat(errors.all().get(1))
          .isInstanceOf(SerializationException.class)
          .hasMessage("snapshot source failed: java.lang.UnsupportedOperationException: not now");
      assertThat(errors.all().get(2)).hasCauseInstanceOf(StackOverflowError.class);
      assertThat(journal.metrics().errors()).containsEntry(ErrorCategory.STORAGE, 3L);
      assertThat(journal.status().failure()).isEmpty();
    }
  }

  @Test
  void shouldHaveNoThreadWhenSwitchedOff() {
    try (SemanticJournal journal = open(Duration.ZERO)) {
      journal.emitEvent(Events.of(1, 1));
      assertThat(checkpointThreads()).isEmpty();
      assertThat(journal.createCheckpoint().sequence()).isEqualTo(1);
    }
  }

  private List<String> checkpointThreads() {
    String name = "semj-checkpoint-" + directory.getFileName();
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name::equals)
        .toList();
  }

  @Test
  void shouldNotDisturbAnythingWhileASourceTakesItsTime() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (SemanticJournal journal = openOften()) {
      journal.checkpointWith(
          out -> {
            begun.countDown();
            awaitOrEnd(goOn);
            return 1;
          });
      journal.emitEvent(Events.of(1, 0));
      begun.await();
      for (int i = 1; i <= 10_000; i++) {
        journal.emitEvent(Events.of(1, i));
      }
      assertThat(journal.flush()).isEqualTo(10_001);
      goOn.countDown();
      awaitCheckpointAt(journal, 1);
    }
  }

  @Test
  void shouldInterruptTheSourceWhenTheJournalIsClosed() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    SemanticJournal journal = openOften();
    journal.checkpointWith(
        out -> {
          begun.countDown();
          awaitOrEnd(new CountDownLatch(1)); // for ever
          return 1;
        });
    journal.emitEvent(Events.of(1, 1));
    begun.await();
    journal.close();
    assertThat(checkpointThreads()).isEmpty();
    assertThat(errors.all()).isEmpty();
    assertThat(CheckpointStore.of(directory).list()).isEmpty();
  }

  private static void awaitOrEnd(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  @Test
  void shouldEndWhileTheSourceWaitsForTheJournal() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    SemanticJournal journal = openOften();
    journal.checkpointWith(
        out -> {
          begun.countDown();
          while (true) {
            journal.emitEvent(Events.of(2, 2));
            journal.flush();
          }
        });
    journal.emitEvent(Events.of(1, 1));
    begun.await();
    journal.close();
    assertThat(checkpointThreads()).isEmpty();
    assertThat(errors.all()).isEmpty();
  }

  @Test
  void shouldRefuseToBeClosedByTheSourceOnItsThread() {
    AtomicReference<Throwable> refusal = new AtomicReference<>();
    try (SemanticJournal journal = openOften()) {
      Runnable close = journal::close;
      journal.checkpointWith(
          out -> {
            try {
              close.run();
            } catch (IllegalStateException e) {
              refusal.set(e);
            }
            return 1;
          });
      journal.emitEvent(Events.of(1, 1));
      awaitCheckpointAt(journal, 1);
    }
    assertThat(refusal.get()).hasMessageStartingWith("close was called on a thread of the journal");
  }

  @Test
  void shouldRefuseNoSourceAndAClosedJournal() {
    SemanticJournal journal = openOften();
    assertThatThrownBy(() -> journal.checkpointWith(null)).isInstanceOf(NullPointerException.class);
    journal.close();
    assertThatThrownBy(() -> journal.checkpointWith(out -> 0)).hasMessage("journal is closed");
  }
}
