package io.semj.core.engine;

import static io.semj.core.fixture.Eventually.await;
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
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DurabilityTrackerTest {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final Lifecycle lifecycle = new Lifecycle(() -> {});
  private final AtomicInteger wakes = new AtomicInteger();
  private final AtomicInteger direct = new AtomicInteger();
  private final AtomicLong settled = new AtomicLong(10);
  private boolean dozing;
  private final DurabilityTracker tracker = new DurabilityTracker(10, lifecycle);

  @BeforeEach
  void countWakes() {
    tracker.syncWith(
        new DurabilityTracker.Syncing() {
          @Override
          public void wake() {
            wakes.incrementAndGet();
          }

          @Override
          public void syncDirectly() {
            direct.incrementAndGet();
          }

          @Override
          public boolean isDozing() {
            return dozing;
          }
        },
        settled::get);
  }

  @Test
  void shouldCompleteFuturesInTheOrderOfSequencesWhateverTheOrderOfAsking() {
    List<Long> completed = new ArrayList<>();
    List<CompletableFuture<Void>> actions = new ArrayList<>();
    for (long sequence : new long[] {15, 12, 19, 11, 18, 13}) {
      actions.add(tracker.future(sequence).thenAccept(completed::add));
    }
    tracker.advance(13, 13);
    assertThat(completed).isEmpty();
    assertThat(tracker.hasDue()).isTrue();
    tracker.completeDue();
    assertThat(completed).containsExactly(11L, 12L, 13L);
    assertThat(tracker.hasDue()).isFalse();
    tracker.advance(18, 18);
    tracker.completeDue();
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
    tracker.completeDue();
    assertThat(broken).isCompletedExceptionally();
    assertThat(next).isCompletedWithValue(12L);
  }

  @Test
  void shouldWantASyncAndLeaveItToTheWriterUntilTheEventIsWritten() {
    assertThat(tracker.syncWanted()).isFalse();
    tracker.written(11, false, false);
    assertThat(wakes).hasValue(0);
    assertThat(tracker.future(12)).isNotDone();
    assertThat(tracker.syncWanted()).isTrue();
    assertThat(wakes).hasValue(0);
    tracker.written(12, false, false);
    assertThat(wakes).hasValue(1);
    tracker.advance(12, 12);
    assertThat(tracker.syncWanted()).isFalse();
  }

  @Test
  void shouldWakeTheSyncThreadAtOnceForWhatIsWrittenAlready() {
    settled.set(12);
    assertThat(tracker.future(12)).isNotDone();
    assertThat(wakes).hasValue(1);
  }

  @Test
  void shouldLetTheWriterSyncForThoseWhoWaitWhenItHasCaughtUp() {
    tracker.written(11, true, true);
    assertThat(direct).hasValue(0);
    assertThat(tracker.future(12)).isNotDone();
    tracker.written(12, false, false);
    assertThat(direct).hasValue(0);
    tracker.written(13, false, true);
    assertThat(direct).hasValue(1);
    tracker.advance(13, 13);
    tracker.written(14, false, true);
    assertThat(direct).hasValue(1);
  }

  @Test
  void shouldWakeASyncThreadThatDozes() {
    tracker.written(11, false, true);
    assertThat(wakes).hasValue(0);
    dozing = true;
    tracker.written(12, false, true);
    assertThat(wakes).hasValue(1);
  }

  @Test
  void shouldLetTheThreadThatWaitsInJoinCompleteItsFutureItself() {
    DurableFuture future = (DurableFuture) tracker.future(11);
    Thread waiter = new Thread(future::join);
    waiter.start();
    await().until(() -> future.waiter() == waiter);
    tracker.advance(11, 11);
    await().until(() -> !waiter.isAlive());
    assertThat(tracker.hasDue()).isFalse();
    assertThat(future).isCompletedWithValue(11L);
  }

  @Test
  void shouldLetTheThreadThatWaitsInGetGoWhenItsTimeIsOverOrItIsInterrupted() {
    CompletableFuture<Long> future = tracker.future(11);
    assertThatThrownBy(() -> future.get(1, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    Thread.currentThread().interrupt();
    assertThatThrownBy(future::get).isInstanceOf(InterruptedException.class);
    assertThat(future).isNotDone();
    tracker.advance(11, 11);
    tracker.completeDue();
    assertThat(future).isCompletedWithValue(11L);
  }

  @Test
  void shouldWakeWhoWaitsInJoinWhenTheFutureIsCompletedOtherwise() {
    CompletableFuture<Long> future = tracker.future(11);
    Thread waiter = new Thread(() -> assertThat(future.join()).isEqualTo(-1));
    waiter.start();
    assertThat(future.complete(-1L)).isTrue();
    await().until(() -> !waiter.isAlive());
    tracker.advance(11, 11);
    tracker.completeDue();
    assertThat(future).isCompletedWithValue(-1L);
  }

  @Test
  void shouldNotLeaveTheCompletionOfWhatHasDependentsToAThreadThatJoinsIt() {
    CompletableFuture<Long> future = tracker.future(11);
    CompletableFuture<Void> action = future.thenRun(() -> {});
    Thread waiter = new Thread(future::join);
    waiter.start();
    await().until(() -> waiter.getState() == Thread.State.WAITING);
    tracker.advance(11, 11);
    assertThat(tracker.hasDue()).isTrue();
    assertThat(future).isNotDone();
    tracker.completeDue();
    await().until(() -> action.isDone() && !waiter.isAlive());
  }

  @Test
  void shouldWantASyncForAnUrgentBlock() {
    tracker.written(11, true, false);
    assertThat(tracker.syncWanted()).isTrue();
    assertThat(wakes).hasValue(1);
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
