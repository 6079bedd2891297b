package io.semj.subscribe;

import io.semj.core.filter.RecordFilter;
import io.semj.error.JournalException;
import io.semj.error.JournalSecurityException;
import io.semj.event.SemanticEvent;
import io.semj.query.agent.Agent;
import io.semj.query.agent.RecordOnly;
import io.semj.query.agent.StreamPermit;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * The subscriptions of one agent. To them, and to their filters, events that the agent may not see
 * are as if they were not there; positions and lags count them all the same. Each is one of the
 * agent's streams until it has ended, and ends with a {@link JournalSecurityException} when the
 * agent is unregistered. Any thread.
 */
public final class AgentSubscriptions {
  private final Deliveries deliveries;
  private final Access access;

  AgentSubscriptions(Deliveries deliveries, Agent agent) {
    this.deliveries = deliveries;
    this.access = new OfAgent(agent);
  }

  private record OfAgent(Agent agent) implements Access {
    @Override
    public RecordFilter restrict(RecordFilter filter) {
      return agent.visible().and(new RecordOnly(filter));
    }

    @Override
    public Runnable begin(Consumer<JournalException> onRevoked) {
      StreamPermit permit =
          agent.acquireStream(
              () ->
                  onRevoked.accept(
                      new JournalSecurityException(
                          "agent is not registered any more: agent=" + agent.name())));
      return permit::close;
    }
  }

  /**
   * Subscribes to events as soon as they are written.
   *
   * @param filter wants them
   * @param from where to begin
   * @param listener takes them
   * @return the running subscription
   * @throws io.semj.error.AgentLimitException when the agent has as many streams as it may
   * @throws JournalSecurityException when the agent is not registered
   */
  public Subscription subscribe(RecordFilter filter, SubscribeFrom from, EventListener listener) {
    return subscribe(SubscriptionRequest.from(from).matching(filter), listener);
  }

  /**
   * Subscribes as a request says.
   *
   * @param request what to deliver, and how
   * @param listener takes the events
   * @return the running subscription
   * @throws io.semj.error.AgentLimitException when the agent has as many streams as it may
   * @throws io.semj.error.JournalException as {@link JournalSubscriptions#subscribe} says
   */
  public Subscription subscribe(SubscriptionRequest request, EventListener listener) {
    return deliveries.subscribe(request, listener, access);
  }

  /**
   * A publisher of events as a request says.
   *
   * @param request what to deliver, and how
   * @return a publisher; that the agent has too many streams, or is not registered, is told to the
   *     subscriber by {@code onError}
   */
  public Flow.Publisher<SemanticEvent> publisher(SubscriptionRequest request) {
    return deliveries.publisher(request, access);
  }
}
