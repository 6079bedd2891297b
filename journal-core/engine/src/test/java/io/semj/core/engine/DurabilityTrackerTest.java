package io.semj.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.error.JournalClosedException;
import io.semj.error.JournalFailedException;
import io.semj.error.JournalTimeoutException;
import io.semj.error.StorageIoException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DurabilityTrackerTest {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final Lifecycle lifecycle = new Lifecycle(() -> {});
  private final AtomicInteger wakes = new AtomicInteger();
  private final DurabilityTracker tracker = new DurabilityTracker(10, false, lifecycle);

  @BeforeEach
  void countWakes() {
    tracker.wakeSyncerWith(wakes::incrementAndGet);
  }

  @Test
  void shouldCompleteFuturesInTheOrderOfSequencesWhateverTheOrderOfAsking() {
    List<Long> completed = new ArrayList<>();
    List<CompletableFuture<Void>> actions = new ArrayList<>();
    for (long sequence : new long[] {15, 12, 19, 11, 18, 13}) {
      actions.add(tracker.future(sequence).thenAccept(completed::add));
    }
    tracker.advance(13, 13);
    assertThat(completed).containsExactly(11L, 12L, 13L);
    tracker.advance(18, 18);
    assertThat(completed).containsExactly(11L, 12L, 13L, 15L, 18L);
    assertThat(actions).filteredOn(action -> !action.isDone()).hasSize(1);
  }

  @Test
  void shouldCompleteAtOnceWhatIsDurableAlready() {
    assertThat(tracker.future(10)).isCompletedWithValue(10L);
  }

  @Test
  void shouldGoOnWhenAnActionOfAFutureThrows() {
    CompletableFuture<Object> broken =
        tracker
            .future(11)
            .thenApply(
                sequence -> {
                  throw new IllegalStateException("a bug of the caller");
                });
    CompletableFuture<Long> next = tracker.future(12);
    tracker.advance(12, 12);
    assertThat(broken).isCompletedExceptionally();
    assertThat(next).isCompletedWithValue(12L);
  }

  @Test
  void shouldWantASyncAndWakeTheSyncThreadWhenSomebodyWaits() {
    assertThat(tracker.syncWanted()).isFalse();
    tracker.written(11, false);
    assertThat(wakes).hasValue(0);
    assertThat(tracker.future(12)).isNotDone();
    assertThat(tracker.syncWanted()).isTrue();
    assertThat(wakes).hasValue(1);
    tracker.written(12, false);
    assertThat(wakes).hasValue(2);
    tracker.advance(12, 12);
    assertThat(tracker.syncWanted()).isFalse();
  }

  @Test
  void shouldWantASyncForAnUrgentBlock() {
    tracker.written(11, true);
    assertThat(tracker.syncWanted()).isTrue();
    assertThat(wakes).hasValue(1);
  }

  @Test
  void shouldWantASyncForEveryBlockUnderTheBatchPolicy() {
    DurabilityTracker batch = new DurabilityTracker(10, true, lifecycle);
    batch.written(11, false);
    assertThat(batch.syncWanted()).isTrue();
  }

  @Test
  void shouldKeepTheLastEventApartFromTheLastDroppedSequence() {
    tracker.advance(20, 17);
    assertThat(tracker.durable()).isEqualTo(20);
    assertThat(tracker.durableEvent()).isEqualTo(17);
  }

  @Test
  void shouldNeverGoBack() {
    tracker.advance(20, 17);
    tracker.advance(18, 16);
    assertThat(tracker.durable()).isEqualTo(20);
    assertThat(tracker.durableEvent()).isEqualTo(17);
  }

  @Test
  void shouldTimeOut() {
    assertThatThrownBy(() -> tracker.await(11, 11, 1_000_000))
        .isInstanceOf(JournalTimeoutException.class)
        .hasMessage("event is not durable in time: sequence=11, durable=10, waitedMillis=1");
  }

  @Test
  void shouldKeepWaitingOnAnInterruptedThreadAndTellItAfterwards() {
    CompletableFuture<Boolean> waiter =
        CompletableFuture.supplyAsync(
            () -> {
              Thread.currentThread().interrupt();
              tracker.await(11, 11, MINUTE);
              return Thread.interrupted();
            });
    assertThat(waiter).isNotDone();
    tracker.advance(11, 11);
    assertThat(waiter.join()).isTrue();
  }

  @Test
  void shouldFailEverybodyWhoWaitsWhenTheJournalFails() {
    CompletableFuture<Long> future = tracker.future(11);
    StorageIoException cause = new StorageIoException("gone");
    lifecycle.fail(cause);
    tracker.failWaiting();
    assertThat(future).isCompletedExceptionally();
    assertThat(tracker.future(12)).isCompletedExceptionally();
    assertThat(tracker.future(10)).isCompletedWithValue(10L);
    tracker.await(10, 10, 0);
    assertThatThrownBy(() -> tracker.await(11, 11, MINUTE))
        .isInstanceOf(JournalFailedException.class)
        .hasCause(cause);
  }

  @Test
  void shouldRefuseToWaitOnceTheJournalIsClosed() {
    assertThat(lifecycle.beginClosing()).isTrue();
    lifecycle.closed();
    assertThatThrownBy(() -> tracker.await(11, 11, MINUTE))
        .isInstanceOf(JournalClosedException.class);
    assertThat(tracker.future(11)).isCompletedExceptionally();
  }
}
