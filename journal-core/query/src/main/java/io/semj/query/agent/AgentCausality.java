package io.semj.query.agent;

import io.semj.query.causality.CausalityBounds;
import io.semj.query.causality.CausalityGraph;
import io.semj.query.causality.JournalCausality;
import io.semj.query.causality.RootCauses;
import java.util.function.Supplier;

/**
 * What caused what, for an agent: as {@link JournalCausality} tells it of a journal in which there
 * is only what the agent may see. A graph has no more events than {@link
 * AgentLimits#maxEventsPerQuery()}, also where the bounds allow more; when that cut it, {@link
 * CausalityGraph#isTruncated()} says so. What was read is not told. Any thread.
 */
public final class AgentCausality {
  private final JournalCausality causality;
  private final int mostNodes;
  private final Runnable checkRegistered;

  AgentCausality(JournalCausality causality, int mostNodes, Runnable checkRegistered) {
    this.causality = causality;
    this.mostNodes = mostNodes;
    this.checkRegistered = checkRegistered;
  }

  /**
   * The event, its causes, their causes and so on.
   *
   * @param eventId of the event
   * @param bounds of the graph
   * @return the graph
   * @throws io.semj.error.CausalityCycleException when events of the graph cause each other
   * @throws io.semj.error.JournalSecurityException when the agent is not registered
   */
  public CausalityGraph ancestors(long eventId, CausalityBounds bounds) {
    return given(() -> causality.ancestors(eventId, bounds.atMost(mostNodes)));
  }

  /**
   * The event, its effects, their effects and so on.
   *
   * @param eventId of the event
   * @param bounds of the graph
   * @return the graph
   * @throws io.semj.error.CausalityCycleException when events of the graph cause each other
   * @throws io.semj.error.JournalSecurityException when the agent is not registered
   */
  public CausalityGraph descendants(long eventId, CausalityBounds bounds) {
    return given(() -> causality.descendants(eventId, bounds.atMost(mostNodes)));
  }

  /**
   * Everything that hangs together with the event.
   *
   * @param eventId of the event
   * @param bounds of the graph
   * @return the graph
   * @throws io.semj.error.CausalityCycleException when events of the graph cause each other
   * @throws io.semj.error.JournalSecurityException when the agent is not registered
   */
  public CausalityGraph chain(long eventId, CausalityBounds bounds) {
    return given(() -> causality.chain(eventId, bounds.atMost(mostNodes)));
  }

  /**
   * The ancestors of the event that nothing caused, as far as the agent sees.
   *
   * @param eventId of the event
   * @param bounds of the graph of ancestors
   * @return the events, and whether the bounds cut the graph
   * @throws io.semj.error.CausalityCycleException when events among them cause each other
   * @throws io.semj.error.JournalSecurityException when the agent is not registered
   */
  public RootCauses rootCauses(long eventId, CausalityBounds bounds) {
    return RootCauses.of(ancestors(eventId, bounds));
  }

  private CausalityGraph given(Supplier<CausalityGraph> asked) {
    checkRegistered.run();
    CausalityGraph graph = asked.get();
    checkRegistered.run(); // what was found meanwhile is not given
    return graph.withoutExplain();
  }
}
