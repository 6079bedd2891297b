package io.semj.query.causality;

import java.util.Comparator;

/**
 * That an event caused another.
 *
 * @param cause the one
 * @param effect the other
 * @param kind how the journal says so
 * @param causalityType of a link, 0 otherwise
 * @param strength of a link, 0 to 100, 0 otherwise
 * @param delayNanos of a link, 0 otherwise
 * @param description of a link, empty otherwise
 * @param carrier sequence of the event that says so
 */
public record CausalityEdge(
    CausalityNode cause,
    CausalityNode effect,
    LinkKind kind,
    int causalityType,
    int strength,
    long delayNanos,
    String description,
    long carrier) {
  /** By cause, effect, carrier and the rest, so that graphs of the same events are the same. */
  static final Comparator<CausalityEdge> ORDER =
      Comparator.comparing(CausalityEdge::cause, CausalityNode.ORDER)
          .thenComparing(CausalityEdge::effect, CausalityNode.ORDER)
          .thenComparingLong(CausalityEdge::carrier)
          .thenComparing(CausalityEdge::kind)
          .thenComparingInt(CausalityEdge::causalityType)
          .thenComparingInt(CausalityEdge::strength)
          .thenComparingLong(CausalityEdge::delayNanos)
          .thenComparing(CausalityEdge::description);
}
