package io.semj.subscribe;

import static io.semj.subscribe.Journals.emit;
import static io.semj.subscribe.Journals.sequences;
import static io.semj.subscribe.Journals.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.SemanticJournal;
import io.semj.core.SyncPolicy;
import io.semj.core.filter.EventFilter;
import io.semj.core.fixture.Events;
import io.semj.error.JournalFailedException;
import io.semj.error.StorageIoException;
import io.semj.event.EventType;
import io.semj.event.SemanticEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionTest {
  @TempDir private Path directory;
  private final Collector collector = new Collector();

  @ParameterizedTest
  @EnumSource(DeliveryWait.class)
  void shouldGoFromThePastIntoThePresentAndCompleteWithTheJournal(DeliveryWait wait)
      throws InterruptedException {
    SemanticJournal journal = Journals.open(directory);
    emit(journal, 1, 3_000);
    try (JournalSubscriptions subscriptions = JournalSubscriptions.of(journal, wait)) {
      Subscription subscription =
          subscriptions.subscribe(EventFilter.ALL, SubscribeFrom.beginning(), collector);
      emit(journal, 3_001, 6_000);
      until(() -> collector.count() == 6_000);
      emit(journal, 6_001, 6_010);
      journal.close();

      assertThat(subscription.awaitEnd(Duration.ofSeconds(30))).isTrue();
      assertThat(subscription.state()).isEqualTo(SubscriptionState.COMPLETED);
      assertThat(subscription.position()).isEqualTo(6_010);
      assertThat(subscription.lag()).isZero();
      assertThat(subscription.failure()).isEmpty();
    }
    assertThat(collector.sequences()).isEqualTo(sequences(1, 6_010));
    assertThat(collector.completions()).isEqualTo(1);
    assertThat(collector.error()).isNull();
    collector.events().forEach(Events::assertIntact);
  }

  @Test
  void shouldDeliverWhatTheFilterWants() {
    try (SemanticJournal journal = Journals.open(directory);
        JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
      Subscription subscription =
          subscriptions.subscribe(
              EventFilter.builder().transaction(2).build(), SubscribeFrom.beginning(), collector);
      emit(journal, 1, 3_000);
      until(() -> subscription.position() == 3_000);
      assertThat(collector.sequences())
          .isEqualTo(sequences(1, 3_000).stream().filter(s -> s % 3 == 2).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 700, 1_000, 1_001, 1_050})
  void shouldBeginWithASequenceEvenOneThatIsNotGivenOutYet(long first) {
    try (SemanticJournal journal = Journals.open(directory);
        JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
      emit(journal, 1, 1_000);
      journal.flush();
      Subscription subscription =
          subscriptions.subscribe(EventFilter.ALL, SubscribeFrom.sequence(first), collector);
      assertThat(subscription.position()).isGreaterThanOrEqualTo(first - 1);
      emit(journal, 1_001, 1_100);
      until(() -> subscription.position() == 1_100);
      assertThat(collector.sequences()).isEqualTo(sequences(first, 1_100));
      assertThat(collector.missed()).isEmpty();
    }
  }

  @Test
  void shouldBeginNowWithTheFirstEventEmittedAfterIt() {
    try (SemanticJournal journal = Journals.open(directory);
        JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
      emit(journal, 1, 500);
      subscriptions.subscribe(EventFilter.ALL, SubscribeFrom.now(), collector);
      emit(journal, 501, 600);
      until(() -> collector.count() == 100);
      assertThat(collector.sequences()).isEqualTo(sequences(501, 600));
    }
  }

  @Test
  void shouldBeginWithTheFirstEventOfATimeAndGoOnInTheOrderOfTheJournal() {
    try (SemanticJournal journal = Journals.open(directory);
        JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
      for (int second : new int[] {10, 30, 20, 50, 40, 60}) {
        journal.emitEvent(
            SemanticEvent.builder(EventType.FILESYSTEM_CREATE)
                .timestampNanos(Instant.ofEpochSecond(second).getEpochSecond() * 1_000_000_000L));
      }
      Subscription subscription =
          subscriptions.subscribe(
              EventFilter.ALL, SubscribeFrom.time(Instant.ofEpochSecond(45)), collector);
      until(() -> subscription.position() == 6);
      assertThat(collector.sequences()).containsExactly(4L, 5L, 6L);
    }
  }

  @Test
  void shouldSkipSealedSegmentsThatEndBeforeATime() {
    try (SemanticJournal journal = Journals.open(directory)) {
      Journals.emitLarge(journal, 60);
    }
    try (SemanticJournal journal = Journals.open(directory);
        JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
      Instant later = Instant.now().plusSeconds(3_600);
      Subscription subscription =
          subscriptions.subscribe(EventFilter.ALL, SubscribeFrom.time(later), collector);
      assertThat(subscription.position()).isEqualTo(60);
      emit(journal, 61, 70);
      journal.emitEvent(
          SemanticEvent.builder(EventType.FILESYSTEM_CREATE)
              .timestampNanos(later.getEpochSecond() * 1_000_000_000L + later.getNano()));
      emit(journal, 72, 73);
      until(() -> subscription.position() == 73);
      assertThat(collector.sequences()).containsExactly(71L, 72L, 73L);
    }
  }

  @Test
  void shouldHoldBackWhatIsNotDurableWhenAskedTo() {
    try (SemanticJournal journal =
            SemanticJournal.open(
                Journals.config(directory).syncPolicy(SyncPolicy.WRITTEN).build());
        JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
      Collector early = new Collector();
      Subscription durable =
          subscriptions.subscribe(
              SubscriptionRequest.from(SubscribeFrom.beginning()).durableOnly(), collector);
      subscriptions.subscribe(EventFilter.ALL, SubscribeFrom.beginning(), early);
      emit(journal, 1, 100);
      until(() -> early.count() == 100);
      assertThat(collector.count()).isEqualTo((int) durable.position());
      assertThat(durable.position()).isLessThanOrEqualTo(journal.durableSequence());
      journal.flush();
      until(() -> collector.count() == 100);
    }
  }

  @Test
  void shouldDeliverNothingWhilePaused() {
    try (SemanticJournal journal = Journals.open(directory);
        JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
      Subscription subscription =
          subscriptions.subscribe(EventFilter.ALL, SubscribeFrom.beginning(), collector);
      Collector other = new Collector();
      emit(journal, 1, 10);
      until(() -> collector.count() == 10);
      subscription.pause();
      assertThat(subscription.state()).isEqualTo(SubscriptionState.PAUSED);
      subscriptions.subscribe(EventFilter.ALL, SubscribeFrom.beginning(), other);
      emit(journal, 11, 2_000);
      until(() -> other.count() == 2_000);
      assertThat(collector.count()).isEqualTo(10);
      assertThat(subscription.lag()).isEqualTo(1_990);
      subscription.resume();
      until(() -> collector.count() == 2_000);
      assertThat(collector.sequences()).isEqualTo(sequences(1, 2_000));
      assertThat(subscription.state()).isEqualTo(SubscriptionState.ACTIVE);
    }
  }

  @Test
  void shouldReadOnceForAllThatKeepUp() {
    try (SemanticJournal journal = Journals.open(directory);
        JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
      Collector other = new Collector();
      subscriptions.subscribe(EventFilter.ALL, SubscribeFrom.now(), collector);
      subscriptions.subscribe(EventFilter.ALL, SubscribeFrom.now(), other);
      emit(journal, 1, 100);
      until(() -> collector.count() == 100 && other.count() == 100);
      for (int i = 0; i < 100; i++) {
        assertThat(collector.events().get(i)).isSameAs(other.events().get(i));
      }
    }
  }

  @Test
  void shouldNotSubscribeOnceClosed() {
    try (SemanticJournal journal = Journals.open(directory)) {
      JournalSubscriptions subscriptions = JournalSubscriptions.of(journal);
      Subscription subscription =
          subscriptions.subscribe(EventFilter.ALL, SubscribeFrom.beginning(), collector);
      subscriptions.close();
      subscriptions.close();
      assertThat(subscription.state()).isEqualTo(SubscriptionState.CLOSED);
      emit(journal, 1, 10);
      journal.flush();
      assertThat(collector.count()).isZero();
      assertThatThrownBy(
              () -> subscriptions.subscribe(EventFilter.ALL, SubscribeFrom.now(), collector))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("subscriptions are closed: directory=" + directory);
    }
  }

  @Test
  void shouldTellWhereItBegins() {
    assertThat(
            List.of(
                SubscribeFrom.beginning().toString(),
                SubscribeFrom.now().toString(),
                SubscribeFrom.sequence(7).toString()))
        .containsExactly("beginning", "now", "sequence 7");
    assertThatThrownBy(() -> SubscribeFrom.sequence(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("actual=0");
  }

  @Test
  void shouldEndWithTheFailureOfItsJournal() throws InterruptedException {
    AtomicBoolean failing = new AtomicBoolean();
    SemanticJournal journal =
        SemanticJournal.open(Journals.config(directory).clock(() -> clock(failing)).build());
    try (JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
      Subscription subscription =
          subscriptions.subscribe(EventFilter.ALL, SubscribeFrom.beginning(), collector);
      emit(journal, 1, 10);
      until(() -> collector.count() == 10);
      failing.set(true);
      emit(journal, 11, 11);
      assertThat(subscription.awaitEnd(Duration.ofSeconds(30))).isTrue();
      assertThat(subscription.state()).isEqualTo(SubscriptionState.FAILED);
      assertThat(subscription.failure()).hasValue(collector.error());
      assertThat(collector.error())
          .isInstanceOf(JournalFailedException.class)
          .hasMessageContaining("the clock stands");
      assertThat(collector.completions()).isZero();
      assertThat(collector.count()).isEqualTo(10);
    }
    assertThatThrownBy(journal::close).isInstanceOf(JournalFailedException.class);
  }

  private static long clock(AtomicBoolean failing) {
    if (failing.get() && Thread.currentThread().getName().startsWith("semj-writer")) {
      throw new StorageIoException("the clock stands");
    }
    return System.currentTimeMillis() * 1_000_000;
  }
}
