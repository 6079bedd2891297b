package io.semj.subscribe;

import static io.semj.subscribe.Journals.emit;
import static io.semj.subscribe.Journals.sequences;
import static io.semj.subscribe.Journals.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.SemanticJournal;
import io.semj.core.filter.EventFilter;
import io.semj.error.ListenerFailedException;
import io.semj.event.SemanticEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What listeners may do to a subscription, and may not do to others. */
class ListenersTest {
  @TempDir private Path directory;
  private final Collector collector = new Collector();
  private SemanticJournal journal;
  private JournalSubscriptions subscriptions;

  @BeforeEach
  void open() {
    journal = Journals.open(directory);
    subscriptions = JournalSubscriptions.of(journal);
  }

  @AfterEach
  void close() {
    subscriptions.close();
    journal.close();
  }

  private Subscription subscribe(EventListener listener) {
    return subscriptions.subscribe(EventFilter.ALL, SubscribeFrom.beginning(), listener);
  }

  @ParameterizedTest
  @EnumSource(DeliveryWait.class)
  void shouldHoldUpNeitherEmissionNorOthersWhileListenersBlock(DeliveryWait wait) {
    CountDownLatch release = new CountDownLatch(1);
    try (JournalSubscriptions waiting = JournalSubscriptions.of(journal, wait)) {
      List<Subscription> blocked = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        blocked.add(
            waiting.subscribe(
                EventFilter.ALL, SubscribeFrom.beginning(), event -> release.await()));
      }
      waiting.subscribe(EventFilter.ALL, SubscribeFrom.beginning(), collector);
      emit(journal, 1, 5_000); // several times the ring
      until(() -> collector.count() == 5_000);
      assertThat(blocked).allMatch(subscription -> subscription.position() == 0);
      release.countDown();
      until(() -> blocked.stream().allMatch(subscription -> subscription.position() == 5_000));
    }
  }

  @Test
  void shouldEndWithTheFirstFailureOfItsListenerAndSayWhere() {
    RuntimeException bug = new IllegalStateException("a bug");
    Subscription subscription =
        subscribe(
            new Collector() {
              @Override
              public synchronized void onEvent(SemanticEvent event) throws Exception {
                if (event.sequence() == 5) {
                  throw bug;
                }
                collector.onEvent(event);
              }

              @Override
              public synchronized void onError(io.semj.error.JournalException failure) {
                collector.onError(failure);
              }
            });
    emit(journal, 1, 10);
    until(() -> subscription.state() == SubscriptionState.FAILED);
    until(() -> collector.error() != null);
    assertThat(collector.sequences()).isEqualTo(sequences(1, 4));
    assertThat(subscription.position()).isEqualTo(4);
    assertThat(collector.error())
        .isInstanceOfSatisfying(
            ListenerFailedException.class,
            e -> {
              assertThat(e.sequence()).isEqualTo(5);
              assertThat(e.attempts()).isEqualTo(1);
            })
        .hasMessageContaining("listener failed: sequence=5, attempts=1")
        .hasCause(bug);
    assertThat(subscription.failure()).hasValue(collector.error());
  }

  @Test
  void shouldGiveAnEventAgainUntilItIsTaken() {
    AtomicInteger attempts = new AtomicInteger();
    SubscriptionRequest request =
        SubscriptionRequest.from(SubscribeFrom.beginning())
            .redelivering(Redelivery.untilTaken(Duration.ofMillis(1), Duration.ofMillis(3)));
    Subscription subscription =
        subscriptions.subscribe(
            request,
            event -> {
              if (event.sequence() == 5 && attempts.incrementAndGet() < 6) {
                throw new IllegalStateException("not now");
              }
              collector.onEvent(event);
            });
    emit(journal, 1, 10);
    until(() -> collector.count() == 10);
    assertThat(collector.sequences()).isEqualTo(sequences(1, 10));
    assertThat(attempts).hasValue(6);
    assertThat(subscription.state()).isEqualTo(SubscriptionState.ACTIVE);
    assertThat(subscription.failure()).isEmpty();
  }

  @Test
  void shouldTellThatItRetriesAndGiveUpAfterAsManyAttemptsAsItMay() {
    SubscriptionRequest request =
        SubscriptionRequest.from(SubscribeFrom.beginning())
            .redelivering(new Redelivery(2, Duration.ofMillis(1), Duration.ofMillis(1)));
    AtomicInteger attempts = new AtomicInteger();
    CountDownLatch told = new CountDownLatch(1);
    Subscription subscription =
        subscriptions.subscribe(
            request,
            event -> {
              if (attempts.incrementAndGet() == 2) {
                told.await();
              }
              throw new java.io.IOException("never");
            });
    emit(journal, 1, 1);
    until(() -> subscription.state() == SubscriptionState.RETRYING);
    assertThat(subscription.failure()).get().asString().contains("attempts=1");
    told.countDown();
    until(() -> subscription.state() == SubscriptionState.FAILED);
    assertThat(subscription.failure()).get().asString().contains("attempts=2");
  }

  @Test
  void shouldEndWhenItsFilterFails() {
    Subscription subscription =
        subscriptions.subscribe(
            event -> {
              throw new IllegalStateException("bad filter");
            },
            SubscribeFrom.beginning(),
            collector);
    emit(journal, 1, 1);
    until(() -> subscription.state() == SubscriptionState.FAILED);
    assertThat(subscription.failure()).get().asString().contains("bad filter");
  }

  @Test
  void shouldBeClosedByItsListener() {
    AtomicReference<Subscription> self = new AtomicReference<>();
    Subscription subscription =
        subscribe(
            new EventListener() {
              @Override
              public void onSubscribe(Subscription mine) {
                self.set(mine);
              }

              @Override
              public void onEvent(SemanticEvent event) throws Exception {
                collector.onEvent(event);
                if (event.sequence() == 3) {
                  self.get().close();
                }
              }
            });
    emit(journal, 1, 10);
    until(() -> subscription.state() == SubscriptionState.CLOSED);
    subscription.close();
    assertThat(collector.sequences()).isEqualTo(sequences(1, 3));
    assertThat(self.get()).isSameAs(subscription);
  }

  @Test
  void shouldWaitForTheRunningCallWhenClosed() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger finished = new AtomicInteger();
    Subscription subscription =
        subscribe(
            event -> {
              running.countDown();
              release.await();
              finished.incrementAndGet();
            });
    emit(journal, 1, 2);
    running.await();
    Thread closer = new Thread(subscription::close);
    closer.start();
    until(() -> closer.getState() == Thread.State.TIMED_WAITING);
    release.countDown();
    closer.join();
    assertThat(finished).hasValue(1);
  }

  @Test
  void shouldSurviveInterruptsThatListenersLeaveBehind() {
    subscribe(
        event -> {
          collector.onEvent(event);
          Thread.currentThread().interrupt();
        });
    Collector other = new Collector();
    subscribe(other);
    emit(journal, 1, 3_000);
    until(() -> collector.count() == 3_000 && other.count() == 3_000);
    assertThat(other.sequences()).isEqualTo(sequences(1, 3_000));
  }

  @Test
  void shouldLeaveNoThreadsBehind() {
    CountDownLatch never = new CountDownLatch(1);
    subscribe(event -> never.await());
    subscribe(event -> {});
    subscriptions.subscribe(
        SubscriptionRequest.from(SubscribeFrom.beginning()).named("n"), event -> {});
    emit(journal, 1, 1);
    until(() -> subscriptions.named().get(0).acknowledged().getAsLong() == 1);
    never.countDown();
    subscriptions.close();
    journal.close();
    until(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().endsWith("-" + directory.getFileName())));
  }

  @Test
  void shouldInterruptWhatDoesNotEndByItselfWhenAllIsClosed() {
    AtomicReference<Throwable> ended = new AtomicReference<>();
    CountDownLatch running = new CountDownLatch(1);
    Subscription subscription =
        subscribe(
            event -> {
              running.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                ended.set(e);
                throw e;
              }
            });
    emit(journal, 1, 1);
    until(() -> running.getCount() == 0);
    subscriptions.close();
    assertThat(ended.get()).isInstanceOf(InterruptedException.class);
    assertThat(subscription.state()).isEqualTo(SubscriptionState.CLOSED);
  }
}
