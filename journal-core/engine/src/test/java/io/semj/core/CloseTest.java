package io.semj.core;

import static io.semj.core.fixture.DiskView.assertSequences;
import static io.semj.core.fixture.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.Emitters;
import io.semj.core.fixture.Events;
import io.semj.error.JournalClosedException;
import io.semj.error.JournalTimeoutException;
import io.semj.event.SemanticEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CloseTest {
  private static final int THREADS = 3;

  @TempDir private Path directory;

  private JournalConfigBuilder config() {
    return JournalConfig.builder(directory).ringSize(256);
  }

  private SemanticJournal open() {
    return SemanticJournal.open(config().build());
  }

  @Test
  void shouldWriteAndSyncEverythingThatWasEmitted() {
    SemanticJournal journal = open();
    Emitters.emit(journal, THREADS, 1_000);
    journal.close();

    JournalStatus status = journal.status();
    assertThat(status.state()).isEqualTo(JournalState.CLOSED);
    assertThat(status.lastEmittedSequence()).isEqualTo(3_000);
    assertThat(status.writtenSequence()).isEqualTo(3_000);
    assertThat(status.durableSequence()).isEqualTo(3_000);
    assertSequences(DiskView.events(directory), 1, 3_000);
  }

  @Test
  void shouldDoNothingWhenItIsClosedAgain() {
    SemanticJournal journal = open();
    journal.emitEvent(Events.of(0, 0));
    journal.close();
    JournalStatus status = journal.status();
    journal.close();
    assertThat(journal.status()).isEqualTo(status);
  }

  @Test
  void shouldLeaveNoThread() {
    SemanticJournal journal = open();
    String name = "-" + directory.getFileName();
    assertThat(threadsOf(name))
        .containsExactlyInAnyOrder(
            "semj-writer" + name,
            "semj-sync" + name,
            "semj-housekeeper" + name,
            "semj-checkpoint" + name);
    journal.emitEvent(Events.of(0, 0));
    journal.close();
    assertThat(threadsOf(name)).isEmpty();
  }

  @Test
  void shouldWaitForTheEndOfASyncThatIsLate() {
    CountDownLatch late = new CountDownLatch(1);
    JournalConfig config =
        config()
            .closeTimeout(Duration.ofMillis(200))
            .clock(() -> timeOnceSynced(late))
            .errorHandler(error -> {})
            .build();
    SemanticJournal journal = SemanticJournal.open(config);
    journal.emitEvent(Events.of(0, 0));
    journal.flush();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(journal::close);
    await().until(() -> journal.status().failure().isPresent());
    late.countDown();

    assertThatThrownBy(closing::join)
        .hasRootCauseInstanceOf(JournalTimeoutException.class)
        .hasMessageContaining("before the close timeout");
    assertThat(threadsOf("-" + directory.getFileName())).isEmpty();
    open().close();
    assertSequences(DiskView.events(directory), 1, 1);
  }

  /** The sync thread asks for the time when it seals. */
  private static long timeOnceSynced(CountDownLatch late) {
    if (Thread.currentThread().getName().startsWith("semj-sync")) {
      try {
        late.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    return JournalClock.system().epochNanos();
  }

  private static Set<String> threadsOf(String suffix) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.endsWith(suffix))
        .collect(Collectors.toSet());
  }

  @Test
  void shouldRefuseEverythingButReadingAfterwards() {
    SemanticJournal journal = open();
    journal.emitEvent(Events.of(0, 0));
    journal.close();

    assertThatThrownBy(() -> journal.emitEvent(Events.of(0, 1)))
        .isInstanceOf(JournalClosedException.class)
        .hasMessage("journal is closed");
    assertThatThrownBy(() -> journal.emitEventsAtomic(List.of(Events.of(0, 1))))
        .isInstanceOf(JournalClosedException.class);
    assertThatThrownBy(() -> journal.emitEventDurable(Events.of(0, 1)))
        .isInstanceOf(JournalClosedException.class);
    assertThatThrownBy(journal::flush).isInstanceOf(JournalClosedException.class);
    assertThatThrownBy(() -> journal.awaitDurable(2, Duration.ofDays(1)))
        .isInstanceOf(JournalClosedException.class);
    journal.awaitDurable(1, Duration.ZERO);
    try (JournalReader reader = journal.reader(1)) {
      Events.assertIntact(reader.next());
      assertThat(reader.next()).isNull();
    }
  }

  @Test
  void shouldNotCountRefusedEmissionsAsEmitted() {
    SemanticJournal journal = open();
    journal.emitEvent(Events.of(0, 0));
    journal.close();
    JournalStatus status = journal.status();
    for (int i = 0; i < 1_000; i++) {
      assertThatThrownBy(() -> journal.emitEvent(Events.of(0, 1)))
          .isInstanceOf(JournalClosedException.class);
    }
    assertThat(journal.status()).isEqualTo(status);
    assertThat(status.lastEmittedSequence()).isEqualTo(1);
    assertThat(journal.metrics().events().emitted()).isEqualTo(1);
  }

  @RepeatedTest(20)
  void shouldHaveOnDiskWhateverReturnedASequenceWhileItWasClosed() throws Exception {
    SemanticJournal journal = open();
    assertThat(closeUnderFire(journal, THREADS)).isEqualTo(onDisk());
  }

  @RepeatedTest(20)
  void shouldHaveOnDiskWhateverTheOnlyProducerEmittedWhileItWasClosed() throws Exception {
    SemanticJournal journal =
        SemanticJournal.open(config().producerMode(ProducerMode.SINGLE).build());
    assertThat(closeUnderFire(journal, 1)).isEqualTo(onDisk());
  }

  /** Closes while threads emit until they are refused; the sequences that they were given. */
  private static List<Long> closeUnderFire(SemanticJournal journal, int threads) throws Exception {
    CyclicBarrier start = new CyclicBarrier(threads + 1);
    List<List<Long>> given =
        Emitters.inParallel(
            threads + 1,
            source ->
                source == threads ? closing(journal, start) : emitting(journal, start, source));
    return given.stream().flatMap(List::stream).sorted().toList();
  }

  private static Callable<List<Long>> closing(SemanticJournal journal, CyclicBarrier start) {
    return () -> {
      start.await();
      await().until(() -> journal.status().writtenSequence() > 500);
      journal.close();
      return List.of();
    };
  }

  private static Callable<List<Long>> emitting(
      SemanticJournal journal, CyclicBarrier start, int source) {
    return () -> {
      List<Long> given = new ArrayList<>();
      start.await();
      try {
        while (true) {
          if (given.size() % 5 == 4) {
            for (long sequence :
                journal.emitEventsAtomic(List.of(Events.of(source, 0), Events.of(source, 1)))) {
              given.add(sequence);
            }
          } else {
            given.add(journal.emitEvent(Events.of(source, given.size())));
          }
        }
      } catch (JournalClosedException end) {
        return given;
      }
    };
  }

  private List<Long> onDisk() {
    return DiskView.events(directory).stream().map(SemanticEvent::sequence).toList();
  }

  @Test
  void shouldRefuseToBeClosedByItsOwnThread() {
    try (SemanticJournal journal = open()) {
      Runnable close = journal::close;
      CompletableFuture<Long> closed;
      do {
        // A future that is complete already runs its action here, which is not what is tested.
        CompletableFuture<Long> durable = journal.emitEventDurable(Events.of(0, 0));
        closed =
            durable.thenApply(
                sequence -> {
                  if (Thread.currentThread().getName().startsWith("semj-")) {
                    close.run();
                  }
                  return sequence;
                });
        await().until(closed::isDone);
      } while (!closed.isCompletedExceptionally());

      assertThatThrownBy(closed::join)
          .hasCauseInstanceOf(IllegalStateException.class)
          .hasMessageContaining("close was called on a thread of the journal: thread=semj-sync-");
      assertThat(journal.status().state()).isEqualTo(JournalState.OPEN);
    }
  }

  @Test
  void shouldCompleteTheFuturesThatAreStillOpen() {
    List<CompletableFuture<Long>> futures = new ArrayList<>();
    try (SemanticJournal journal =
        SemanticJournal.open(config().flushInterval(Duration.ofMinutes(1)).build())) {
      for (int i = 0; i < 500; i++) {
        futures.add(journal.emitEventDurable(Events.of(0, i)));
      }
    }
    assertThat(futures).allMatch(future -> future.isDone() && !future.isCompletedExceptionally());
  }

  @ParameterizedTest
  @EnumSource(SegmentIo.class)
  void shouldCloseProperlyOnAnInterruptedThread(SegmentIo io) {
    SemanticJournal journal = SemanticJournal.open(config().segmentIo(io).build());
    Emitters.emit(journal, 1, 100);
    Thread.currentThread().interrupt();
    try {
      journal.close();
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    assertThat(journal.status().state()).isEqualTo(JournalState.CLOSED);
    assertThat(journal.status().durableSequence()).isEqualTo(100);
    SemanticJournal.open(config().recovery(false).build()).close();
  }
}
