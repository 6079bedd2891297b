package io.semj.query.causality;

import java.util.List;

/**
 * Where an event began.
 *
 * @param events that nothing caused, in the order of the journal
 * @param truncated whether the bounds cut the graph of ancestors: events at its edge are among
 *     these then, though something may have caused them
 */
public record RootCauses(List<CausalityNode> events, boolean truncated) {
  /** Copies the list. */
  public RootCauses {
    events = List.copyOf(events);
  }

  /**
   * The root causes in a graph of ancestors.
   *
   * @param ancestors of an event
   * @return the events that nothing in it caused
   */
  public static RootCauses of(CausalityGraph ancestors) {
    return new RootCauses(ancestors.roots(), ancestors.isTruncated());
  }
}
