package io.semj.query.causality;

import static java.util.Objects.requireNonNull;

/**
 * Tells what caused an event and what it caused. An event names others as its parent and its root
 * cause, and by links, which any event may carry. Events are named by their ids: {@code eventId}
 * everywhere, which for an event that a journal gave its id is its sequence.
 *
 * <p>Every graph is made in one view of the journal, of what was written before it was asked for.
 * Events that are named and are not there are in the graph as {@linkplain CausalityNode#isMissing()
 * missing}. Any thread.
 */
public final class JournalCausality {
  private final EventLookup.Opener lookups;

  private JournalCausality(EventLookup.Opener lookups) {
    this.lookups = lookups;
  }

  /**
   * Makes graphs of events that are found by lookups.
   *
   * @param lookups one for each graph
   * @return the causality of those events
   */
  public static JournalCausality of(EventLookup.Opener lookups) {
    return new JournalCausality(requireNonNull(lookups, "lookups"));
  }

  /**
   * The event, its causes, their causes and so on.
   *
   * @param eventId of the event
   * @param bounds of the graph
   * @return the graph
   * @throws io.semj.error.CausalityCycleException when events of the graph cause each other
   */
  public CausalityGraph ancestors(long eventId, CausalityBounds bounds) {
    return walk(eventId, Direction.TO_CAUSES, bounds);
  }

  /**
   * The event, its effects, their effects and so on.
   *
   * @param eventId of the event
   * @param bounds of the graph
   * @return the graph
   * @throws io.semj.error.CausalityCycleException when events of the graph cause each other
   */
  public CausalityGraph descendants(long eventId, CausalityBounds bounds) {
    return walk(eventId, Direction.TO_EFFECTS, bounds);
  }

  /**
   * Everything that hangs together with the event: causes and effects of whatever is reached, and
   * all events of the causality chains that those events belong to.
   *
   * @param eventId of the event
   * @param bounds of the graph
   * @return the graph
   * @throws io.semj.error.CausalityCycleException when events of the graph cause each other
   */
  public CausalityGraph chain(long eventId, CausalityBounds bounds) {
    return walk(eventId, Direction.EVERYWHERE, bounds);
  }

  /**
   * Where it all began: the ancestors of the event that nothing caused, or the event itself. One
   * that is missing may have had causes that nobody knows any more.
   *
   * @param eventId of the event
   * @param bounds of the graph of ancestors
   * @return the events, and whether the bounds cut the graph
   * @throws io.semj.error.CausalityCycleException when events among them cause each other
   */
  public RootCauses rootCauses(long eventId, CausalityBounds bounds) {
    return RootCauses.of(ancestors(eventId, bounds));
  }

  private CausalityGraph walk(long eventId, Direction direction, CausalityBounds bounds) {
    try (EventLookup lookup = lookups.open()) {
      CausalityGraph graph = new CausalityWalk(lookup, direction, bounds).from(eventId);
      graph.refuseCycles();
      return graph;
    }
  }
}
