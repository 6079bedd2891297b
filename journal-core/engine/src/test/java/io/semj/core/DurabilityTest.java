package io.semj.core;

import static io.semj.core.fixture.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.Emitters;
import io.semj.core.fixture.Events;
import io.semj.error.JournalTimeoutException;
import io.semj.event.EventPriority;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DurabilityTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path directory;

  private SemanticJournal open(SyncPolicy policy) {
    return SemanticJournal.open(
        JournalConfig.builder(directory)
            .ringSize(256)
            .syncPolicy(policy)
            .flushInterval(policy == SyncPolicy.INTERVAL ? Duration.ofMillis(5) : LONG)
            .build());
  }

  @ParameterizedTest
  @EnumSource(SyncPolicy.class)
  void shouldCompleteADurableEmissionOnceItIsDurable(SyncPolicy policy) {
    try (SemanticJournal journal = open(policy)) {
      for (int i = 0; i < 20; i++) {
        long sequence = journal.emitEventDurable(Events.of(0, i)).join();
        assertThat(sequence).isEqualTo(i + 1);
        assertThat(journal.status().durableSequence()).isGreaterThanOrEqualTo(sequence);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(SyncPolicy.class)
  void shouldHaveEverythingDurableThatWasEmittedBeforeAFlush(SyncPolicy policy) {
    try (SemanticJournal journal = open(policy)) {
      for (int round = 1; round <= 5; round++) {
        Emitters.emit(journal, 2, 500);
        assertThat(journal.flush()).isEqualTo(round * 1000L);
        assertThat(journal.status().notYetDurable()).isZero();
      }
      assertThat(journal.metrics().sync().samples()).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource(SyncPolicy.class)
  void shouldWaitUntilASequenceIsDurable(SyncPolicy policy) {
    try (SemanticJournal journal = open(policy)) {
      Emitters.emit(journal, 2, 300);
      journal.awaitDurable(123, LONG);
      assertThat(journal.status().durableSequence()).isGreaterThanOrEqualTo(123);
      journal.awaitDurable(600, LONG);
      assertThat(journal.status().durableSequence()).isEqualTo(600);
    }
  }

  @Test
  void shouldAwaitForAsLongAsADurationCanSay() {
    try (SemanticJournal journal = open(SyncPolicy.INTERVAL)) {
      journal.awaitDurable(journal.emitEvent(Events.of(0, 0)), Duration.ofSeconds(Long.MAX_VALUE));
      assertThat(journal.status().durableSequence()).isEqualTo(1);
    }
  }

  @Test
  void shouldTimeOutWhenAnEventIsNotDurableInTime() {
    try (SemanticJournal journal = open(SyncPolicy.INTERVAL)) {
      journal.emitEvent(Events.of(0, 0));
      assertThatThrownBy(() -> journal.awaitDurable(2, Duration.ofMillis(20)))
          .isInstanceOf(JournalTimeoutException.class)
          .hasMessageStartingWith("event is not durable in time: sequence=2, durable=")
          .hasMessageEndingWith("waitedMillis=20");
    }
  }

  @Test
  void shouldSyncByItselfUnderTheIntervalPolicy() {
    try (SemanticJournal journal = open(SyncPolicy.INTERVAL)) {
      Emitters.emit(journal, 2, 300);
      await().untilAsserted(() -> assertThat(journal.status().durableSequence()).isEqualTo(600));
    }
  }

  @Test
  void shouldSyncEveryBatchUnderTheBatchPolicy() {
    try (SemanticJournal journal = open(SyncPolicy.BATCH)) {
      journal.emitEvent(Events.of(0, 0));
      await().untilAsserted(() -> assertThat(journal.status().durableSequence()).isEqualTo(1));
    }
  }

  @Test
  void shouldSyncACriticalEventAtOnceThoughNothingElseIsSynced() {
    try (SemanticJournal journal = open(SyncPolicy.WRITTEN)) {
      long last = 0;
      for (int i = 0; i < 50; i++) {
        last = journal.emitEvent(Events.of(0, i));
      }
      long written = last;
      await().until(() -> journal.status().writtenSequence() == written);
      assertThat(journal.status().durableSequence()).isZero();

      long critical = journal.emitEvent(Events.of(0, 50), EventPriority.CRITICAL);
      await()
          .untilAsserted(() -> assertThat(journal.status().durableSequence()).isEqualTo(critical));
    }
    assertThat(DiskView.blocks(directory)).anyMatch(block -> block.lastSequence() == 51);
  }

  @Test
  void shouldCloseTheBatchBehindACriticalEvent() {
    try (SemanticJournal journal = open(SyncPolicy.WRITTEN)) {
      for (int i = 0; i < 1_000; i++) {
        journal.emitEvent(
            Events.of(0, i), i % 10 == 9 ? EventPriority.CRITICAL : EventPriority.NORMAL);
      }
    }
    assertThat(DiskView.blocks(directory))
        .extracting(DiskView.Block::lastSequence)
        .containsAll(LongStream.rangeClosed(1, 100).mapToObj(i -> i * 10).toList());
  }

  @Test
  void shouldCompleteEveryFutureOfManyWithItsOwnSequence() {
    try (SemanticJournal journal = open(SyncPolicy.INTERVAL)) {
      List<CompletableFuture<Long>> futures = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        futures.add(journal.emitEventDurable(Events.of(0, i)));
      }
      for (int i = 0; i < 2_000; i++) {
        assertThat(futures.get(i).join()).isEqualTo(i + 1);
      }
    }
  }

  @Test
  void shouldNameInEveryBlockWhatWasDurableWhenItWasSealed() {
    try (SemanticJournal journal = open(SyncPolicy.WRITTEN)) {
      Emitters.emit(journal, 1, 10);
      journal.flush();
      journal.emitEvent(Events.of(0, 10));
    }
    List<DiskView.Block> blocks = DiskView.blocks(directory);
    assertThat(blocks.get(0).durableSequence()).isZero();
    assertThat(blocks.get(blocks.size() - 1).durableSequence()).isEqualTo(10);
  }

  @Test
  void shouldRefuseToBlockOnTheThreadThatHasToDoTheWork() {
    try (SemanticJournal journal = open(SyncPolicy.BATCH)) {
      CompletableFuture<Long> flushed =
          journal
              .emitEventDurable(Events.of(0, 0))
              .thenApply(
                  sequence -> {
                    journal.emitEvent(Events.of(0, 1));
                    return journal.flush();
                  });
      // The future may have been complete already: then the flush ran on this thread, and may.
      await().until(flushed::isDone);
      if (flushed.isCompletedExceptionally()) {
        assertThatThrownBy(flushed::join)
            .hasCauseInstanceOf(IllegalStateException.class)
            .hasMessageContaining("flush was called on a thread of the journal");
      }
    }
  }
}
