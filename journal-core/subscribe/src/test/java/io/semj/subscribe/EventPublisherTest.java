package io.semj.subscribe;

import static io.semj.subscribe.Journals.emit;
import static io.semj.subscribe.Journals.sequences;
import static io.semj.subscribe.Journals.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.SemanticJournal;
import io.semj.core.filter.EventFilter;
import io.semj.error.SubscriptionHeldException;
import io.semj.event.SemanticEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventPublisherTest {
  private static final SubscriptionRequest NAMED =
      SubscriptionRequest.from(SubscribeFrom.beginning()).named("flow");

  @TempDir private Path directory;
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

  /** Keeps what it is told, and asks for nothing by itself. */
  private static class Recorder implements Flow.Subscriber<SemanticEvent> {
    private final List<Long> sequences = new ArrayList<>();
    private volatile Flow.Subscription subscription;
    private volatile boolean completed;
    private volatile Throwable error;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
    }

    @Override
    public synchronized void onNext(SemanticEvent event) {
      sequences.add(event.sequence());
    }

    @Override
    public void onError(Throwable failure) {
      error = failure;
    }

    @Override
    public void onComplete() {
      completed = true;
    }

    synchronized List<Long> got() {
      return List.copyOf(sequences);
    }
  }

  @Test
  void shouldGiveAsManyEventsAsWereAskedForAndNeverHoldUpTheWriter() {
    Recorder recorder = new Recorder();
    subscriptions.publisher(EventFilter.ALL, SubscribeFrom.beginning()).subscribe(recorder);
    emit(journal, 1, 5_000); // several times the ring
    recorder.subscription.request(3);
    until(() -> recorder.got().size() == 3);
    recorder.subscription.request(Long.MAX_VALUE);
    recorder.subscription.request(Long.MAX_VALUE);
    until(() -> recorder.got().size() == 5_000);
    assertThat(recorder.got()).isEqualTo(sequences(1, 5_000));
    journal.close();
    until(() -> recorder.completed);
    assertThat(recorder.error).isNull();
  }

  @Test
  void shouldGiveEachSubscriberEverything() {
    Flow.Publisher<SemanticEvent> publisher =
        subscriptions.publisher(
            EventFilter.builder().transaction(1).build(), SubscribeFrom.beginning());
    List<Recorder> recorders = List.of(new Recorder(), new Recorder());
    emit(journal, 1, 300);
    recorders.forEach(publisher::subscribe);
    recorders.forEach(recorder -> recorder.subscription.request(1_000));
    until(() -> recorders.stream().allMatch(recorder -> recorder.got().size() == 100));
    assertThat(recorders.get(0).got()).isEqualTo(recorders.get(1).got());
  }

  @Test
  void shouldCompleteWithoutDemandWhenNothingIsLeft() {
    Recorder recorder = new Recorder();
    emit(journal, 1, 10);
    subscriptions
        .publisher(EventFilter.builder().transaction(99).build(), SubscribeFrom.beginning())
        .subscribe(recorder);
    journal.close();
    until(() -> recorder.completed);
  }

  @Test
  void shouldBeAcknowledgedByHandThroughItsSubscription() {
    Recorder recorder = new Recorder();
    subscriptions.publisher(NAMED.acknowledgedByHand()).subscribe(recorder);
    Subscription held = (Subscription) recorder.subscription;
    emit(journal, 1, 10);
    recorder.subscription.request(10);
    until(() -> recorder.got().size() == 10);
    held.ack(4);
    assertThat(held.lag()).isZero();
    Recorder second = new Recorder();
    subscriptions.publisher(NAMED).subscribe(second);
    until(() -> second.error != null);
    assertThat(second.error).isInstanceOf(SubscriptionHeldException.class);
    held.close();
    Recorder third = new Recorder();
    subscriptions.publisher(NAMED).subscribe(third);
    third.subscription.request(100);
    until(() -> third.got().size() == 6);
    assertThat(third.got()).isEqualTo(sequences(5, 10));
  }

  @Test
  void shouldCountASubscriberThatThrowsAsCancelled() {
    Recorder recorder =
        new Recorder() {
          @Override
          public synchronized void onNext(SemanticEvent event) {
            throw new IllegalStateException("a bug");
          }
        };
    subscriptions.publisher(EventFilter.ALL, SubscribeFrom.beginning()).subscribe(recorder);
    emit(journal, 1, 10);
    recorder.subscription.request(10);
    Subscription subscription = (Subscription) recorder.subscription;
    until(() -> subscription.state() == SubscriptionState.FAILED);
    assertThat(subscription.failure()).get().asString().contains("a bug");
    assertThat(recorder.error).isNull();
  }

  @Test
  void shouldKnowNoRedelivery() {
    SubscriptionRequest again =
        NAMED.redelivering(Redelivery.untilTaken(Duration.ofMillis(1), Duration.ofMillis(1)));
    assertThatThrownBy(() -> subscriptions.publisher(again))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
