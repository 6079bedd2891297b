package io.semj.subscribe;

import static io.semj.subscribe.Journals.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.SemanticJournal;
import io.semj.core.filter.EventFilter;
import io.semj.core.fixture.Events;
import io.semj.error.AgentLimitException;
import io.semj.error.JournalSecurityException;
import io.semj.query.JournalQueries;
import io.semj.query.agent.Agent;
import io.semj.query.agent.AgentLimits;
import io.semj.query.agent.AgentRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentSubscriptionsTest {
  @TempDir private Path directory;
  private final Collector collector = new Collector();
  private SemanticJournal journal;
  private JournalQueries queries;
  private JournalSubscriptions subscriptions;
  private AgentRegistry registry;

  @BeforeEach
  void open() {
    journal = Journals.open(directory);
    queries = JournalQueries.of(journal, JournalQueries.UserKeys.NONE);
    subscriptions = JournalSubscriptions.of(journal);
    registry = AgentRegistry.of(queries);
  }

  @AfterEach
  void close() {
    subscriptions.close();
    queries.close();
    journal.close();
  }

  private void emit(int count) {
    for (int i = 0; i < count; i++) {
      journal.emitEvent(Events.of(1, i).agentVisibilityMask(1L << (i % 4)));
    }
  }

  @Test
  void shouldDeliverOnlyWhatTheAgentMaySeeAndShowItsFilterNothingElse() {
    Agent agent = registry.register("a", new AgentLimits(0b0101, 2, 100));
    ConcurrentLinkedQueue<Long> shown = new ConcurrentLinkedQueue<>();
    Subscription subscription =
        subscriptions
            .forAgent(agent)
            .subscribe(
                record -> shown.add(record.userspaceSequence()),
                SubscribeFrom.beginning(),
                collector);
    emit(400);
    until(() -> subscription.position() == 400);
    List<Long> visible =
        Journals.sequences(1, 400).stream().filter(sequence -> sequence % 2 == 1).toList();
    assertThat(collector.sequences()).isEqualTo(visible);
    assertThat(shown).containsExactlyElementsOf(visible);
  }

  @Test
  void shouldCountAsOneOfTheAgentsStreamsUntilItHasEnded() {
    Agent agent = registry.register("a", new AgentLimits(-1, 2, 100));
    AgentSubscriptions mine = subscriptions.forAgent(agent);
    Subscription first = mine.subscribe(EventFilter.ALL, SubscribeFrom.now(), collector);
    mine.subscribe(EventFilter.ALL, SubscribeFrom.now(), collector);
    assertThatThrownBy(() -> mine.subscribe(EventFilter.ALL, SubscribeFrom.now(), collector))
        .isInstanceOf(AgentLimitException.class);
    first.close();
    mine.subscribe(EventFilter.ALL, SubscribeFrom.now(), collector).close();
  }

  @Test
  void shouldEndWithAnErrorWhenTheAgentIsUnregistered() {
    Agent agent = registry.register("a", new AgentLimits(-1, 5, 100));
    AgentSubscriptions mine = subscriptions.forAgent(agent);
    Subscription subscription =
        mine.subscribe(EventFilter.ALL, SubscribeFrom.beginning(), collector);
    Subscription paused = mine.subscribe(EventFilter.ALL, SubscribeFrom.beginning(), event -> {});
    paused.pause();
    emit(10);
    until(() -> collector.count() == 10);
    registry.unregister("a");
    until(
        () ->
            subscription.state() == SubscriptionState.FAILED
                && paused.state() == SubscriptionState.FAILED);
    emit(10);
    journal.flush();
    assertThat(collector.count()).isEqualTo(10);
    until(() -> collector.error() != null);
    assertThat(collector.error())
        .isInstanceOf(JournalSecurityException.class)
        .hasMessage("agent is not registered any more: agent=a");
    assertThatThrownBy(() -> mine.subscribe(EventFilter.ALL, SubscribeFrom.now(), collector))
        .isInstanceOf(JournalSecurityException.class);
  }

  @Test
  void shouldTellAPublishersSubscriberThatTheAgentHasTooManyStreams() {
    Agent agent = registry.register("a", new AgentLimits(-1, 0, 100));
    ConcurrentLinkedQueue<Throwable> errors = new ConcurrentLinkedQueue<>();
    subscriptions
        .forAgent(agent)
        .publisher(SubscriptionRequest.from(SubscribeFrom.now()))
        .subscribe(
            new java.util.concurrent.Flow.Subscriber<>() {
              @Override
              public void onSubscribe(java.util.concurrent.Flow.Subscription subscription) {
                subscription.request(1);
              }

              @Override
              public void onNext(io.semj.event.SemanticEvent event) {}

              @Override
              public void onError(Throwable failure) {
                errors.add(failure);
              }

              @Override
              public void onComplete() {}
            });
    assertThat(errors).singleElement().isInstanceOf(AgentLimitException.class);
  }
}
