package io.semj.core;

import static io.semj.core.fixture.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.Emitters;
import io.semj.core.fixture.Events;
import io.semj.core.fixture.RecordingErrors;
import io.semj.error.ErrorCategory;
import io.semj.error.InternalJournalException;
import io.semj.error.JournalException;
import io.semj.error.JournalFailedException;
import io.semj.error.StorageIoException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A clock that throws on one thread of the journal stands for any failure of that thread. */
class FailStopTest {
  @TempDir private Path directory;
  @TempDir private Path rings;
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private final RecordingErrors errors = new RecordingErrors();

  private JournalConfigBuilder config(String failingThread) {
    return JournalConfig.builder(directory)
        .ringSize(128)
        .ringPlacement(RingPlacement.SURVIVING)
        .ringDirectory(rings)
        .errorHandler(errors)
        .clock(
            () -> {
              RuntimeException thrown = failure.get();
              if (thrown != null
                  && Thread.currentThread().getName().startsWith("semj-" + failingThread)) {
                throw thrown;
              }
              return System.currentTimeMillis() * 1_000_000;
            });
  }

  @Test
  void shouldRefuseEverythingOnceTheWriterHasFailed() {
    SemanticJournal journal = SemanticJournal.open(config("writer").build());
    assertThat(journal.emitEventDurable(Events.of(0, 0)).join()).isEqualTo(1);
    StorageIoException cause = new StorageIoException("device is gone");
    failure.set(cause);
    CompletableFuture<Long> lost = journal.emitEventDurable(Events.of(0, 1));
    await().until(() -> journal.status().state() == JournalState.FAILED);

    assertThatThrownBy(lost::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(JournalFailedException.class);
    assertFailed(cause, () -> journal.emitEvent(Events.of(0, 2)));
    assertFailed(cause, () -> journal.emitEventsAtomic(List.of(Events.of(0, 2))));
    assertFailed(cause, () -> journal.emitEventDurable(Events.of(0, 2)));
    assertFailed(cause, () -> journal.awaitDurable(2, Duration.ofDays(1)));
    assertFailed(cause, journal::flush);
    JournalStatus status = journal.status();
    assertThat(status.failure()).contains(cause);
    assertThat(status.durableSequence()).isEqualTo(1);
    assertThat(status.writtenSequence()).isEqualTo(1);
    assertThat(status.lastEmittedSequence()).isEqualTo(2);
    assertThat(errors.all()).containsExactly(cause);
    assertThat(journal.metrics().errors()).containsEntry(ErrorCategory.STORAGE, 1L);
    assertFailed(cause, journal::close);
    journal.close();
    assertThat(journal.status().state()).isEqualTo(JournalState.FAILED);
    assertThat(journal.status().durableSequence()).isEqualTo(1);
  }

  private static void assertFailed(JournalException cause, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            JournalFailedException.class, e -> assertThat(e.category()).isEqualTo(cause.category()))
        .hasMessage("journal has failed: " + cause.getMessage())
        .hasCause(cause);
  }

  @ParameterizedTest
  @CsvSource({"PRIVATE, 2", "SURVIVING, 3"})
  void shouldReleaseThreadsFilesAndLockAndBeOpenedAgain(RingPlacement placement, long next) {
    JournalConfig config = config("writer").ringPlacement(placement).build();
    SemanticJournal journal = SemanticJournal.open(config);
    journal.emitEventDurable(Events.of(0, 0)).join();
    failure.set(new IllegalStateException("a bug"));
    journal.emitEvent(Events.of(0, 1));
    assertThatThrownBy(journal::close)
        .isInstanceOf(JournalFailedException.class)
        .hasMessageContaining("writer thread failed: java.lang.IllegalStateException: a bug")
        .hasCauseInstanceOf(InternalJournalException.class);

    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().endsWith("-" + directory.getFileName()));
    failure.set(null);
    try (SemanticJournal reopened = SemanticJournal.open(config)) {
      assertThat(reopened.emitEvent(Events.of(0, 5))).isEqualTo(next);
    }
    DiskView.assertSequences(DiskView.events(directory), 1, next);
  }

  @ParameterizedTest
  @EnumSource(OverflowPolicy.class)
  void shouldWakeProducersThatWaitForRoom(OverflowPolicy policy) {
    SemanticJournal journal =
        SemanticJournal.open(
            config("writer").overflowPolicy(policy).overflowTimeout(Duration.ofDays(1)).build());
    failure.set(new StorageIoException("device is gone"));
    List<Throwable> thrown =
        Emitters.inParallel(
            3,
            source ->
                () -> {
                  try {
                    while (true) {
                      journal.emitEvent(Events.of(source, 0));
                    }
                  } catch (JournalException e) {
                    return e;
                  }
                });
    // Under FAIL a full ring may be met before the failure.
    if (policy != OverflowPolicy.FAIL) {
      assertThat(thrown).allMatch(JournalFailedException.class::isInstance);
    }
    assertThatThrownBy(journal::close).isInstanceOf(JournalFailedException.class);
  }

  @Test
  void shouldFailWhenTheLastSegmentCannotBeSealed() {
    SemanticJournal journal = SemanticJournal.open(config("sync").build());
    journal.emitEvent(Events.of(0, 0));
    failure.set(new StorageIoException("device is gone"));
    assertThatThrownBy(journal::close)
        .isInstanceOf(JournalFailedException.class)
        .hasMessage("journal has failed: device is gone");
    failure.set(null);
    SemanticJournal.open(config("sync").build()).close();
    assertThat(DiskView.events(directory)).hasSize(1);
  }

  @Test
  void shouldFailWhenTheHousekeeperDies() {
    SemanticJournal journal = SemanticJournal.open(config("housekeeper").build());
    journal.emitEventDurable(Events.of(0, 0)).join();
    failure.set(new IllegalStateException("a bug"));
    await().until(() -> journal.status().state() == JournalState.FAILED);
    assertThatThrownBy(journal::close)
        .hasMessageContaining("housekeeper thread failed: java.lang.IllegalStateException: a bug");
  }
}
