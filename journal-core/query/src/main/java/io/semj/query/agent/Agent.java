package io.semj.query.agent;

import static java.util.Objects.requireNonNull;

import io.semj.core.filter.EventFilter;
import io.semj.core.filter.RecordFilter;
import io.semj.error.AgentLimitException;
import io.semj.error.JournalSecurityException;
import io.semj.query.EventQuery;
import io.semj.query.JournalQueries;
import io.semj.query.QueryExplain;
import io.semj.query.QueryResponse;
import java.util.Set;

/**
 * Asks a journal for one agent. Whatever it asks, events that it may not see are to it as if they
 * were not there: in answers, totals, groups and cursors, and to its own filters and predicates,
 * which are never shown one. Any thread.
 */
public final class Agent {
  private final String name;
  private final AgentLimits limits;
  private final JournalQueries queries;
  private final EventFilter visible;
  private final StreamPermits streams;

  Agent(String name, AgentLimits limits, JournalQueries queries) {
    this.name = requireNonNull(name, "name");
    this.limits = requireNonNull(limits, "limits");
    this.queries = queries;
    this.visible = visibleTo(limits.visibilityMask());
    this.streams = new StreamPermits(name, limits.maxStreams());
  }

  /** A filter asks nothing by a mask of 0, which is to let nothing through here. */
  private static EventFilter visibleTo(long mask) {
    return mask == 0
        ? EventFilter.builder().fromSequence(Long.MAX_VALUE).toSequence(0).build()
        : EventFilter.builder().visibleTo(mask).build();
  }

  /**
   * The name that the agent was registered by.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * What it may see and have.
   *
   * @return the limits
   */
  public AgentLimits limits() {
    return limits;
  }

  /**
   * What it may see. Whoever combines this with another filter has to ask this one first.
   *
   * @return the filter
   */
  public EventFilter visible() {
    return visible;
  }

  /**
   * Whether it may ask.
   *
   * @return false for ever, once it was unregistered
   */
  public boolean isRegistered() {
    return streams.areGiven();
  }

  /**
   * Answers a query over the events that the agent may see. The answer holds no more events than
   * {@link AgentLimits#maxEventsPerQuery()}, also where the query allows more; when that cut it,
   * {@link QueryResponse#hasMore()} and the cursor say so. How it was found is not told, since the
   * numbers of blocks and records that were read tell of other events.
   *
   * @param query what is asked
   * @return the answer
   * @throws AgentLimitException when the query passes over more events than an answer may hold
   * @throws JournalSecurityException when the agent is not registered
   */
  public QueryResponse queryEvents(EventQuery query) {
    checkRegistered();
    if (query.offset() > limits.maxEventsPerQuery()) {
      throw new AgentLimitException(name, "offset", limits.maxEventsPerQuery(), query.offset());
    }
    QueryResponse response = queries.queryEvents(restricted(query));
    checkRegistered(); // what was taken meanwhile is not given
    return withoutExplain(response);
  }

  private static QueryResponse withoutExplain(QueryResponse response) {
    long matched = response.explain().recordsMatched();
    return new QueryResponse(
        response.events(),
        response.total(),
        response.hasMore(),
        response.cursor(),
        response.groups(),
        response.queryTime(),
        new QueryExplain(0, 0, 0, 0, 0, matched, Set.of()));
  }

  /**
   * Gives all events that a query wants and the agent may see, as {@link JournalQueries#stream}
   * does. It is one of the agent's streams until it is closed.
   *
   * @param query what is asked, in the order of the journal or against it
   * @return a stream, to be closed
   * @throws AgentLimitException when the agent has as many streams as it may
   * @throws JournalSecurityException when the agent is not registered
   */
  public AgentStream stream(EventQuery query) {
    StreamPermit permit = acquireStream(() -> {});
    try {
      return new AgentStream(queries.stream(restricted(query)), permit, name);
    } catch (RuntimeException | Error e) {
      permit.close();
      throw e;
    }
  }

  /**
   * What caused what among the events that the agent may see. Others that they name are in its
   * graphs as missing, like events that were never there.
   *
   * @return graphs of causes and effects
   */
  public AgentCausality causality() {
    return new AgentCausality(
        queries.causality(visible), limits.maxEventsPerQuery(), this::checkRegistered);
  }

  /**
   * Takes one of the agent's streams, for something that gives events to the agent one after
   * another, such as a subscription.
   *
   * @param onRevoked is run once when the agent is unregistered before the permit is closed, by the
   *     thread that does so
   * @return the permit, to be closed when the stream has ended
   * @throws AgentLimitException when the agent has as many streams as it may
   * @throws JournalSecurityException when the agent is not registered
   */
  public StreamPermit acquireStream(Runnable onRevoked) {
    return streams.acquire(requireNonNull(onRevoked, "onRevoked"));
  }

  private EventQuery restricted(EventQuery query) {
    RecordFilter seen = visible.and(new RecordOnly(query.filter()));
    return query.restrictedTo(seen, limits.maxEventsPerQuery());
  }

  private void checkRegistered() {
    if (!isRegistered()) {
      throw StreamPermits.notRegistered(name);
    }
  }

  void revoke() {
    streams.revoke();
  }

  /** The agent's name, for a person. */
  @Override
  public String toString() {
    return "agent " + name;
  }
}
