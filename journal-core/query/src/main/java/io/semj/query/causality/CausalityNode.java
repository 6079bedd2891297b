package io.semj.query.causality;

import java.util.Comparator;

/**
 * An event in a graph: one of the journal, or one that is named there and is not in it, because
 * retention has removed it, or it never was there, or an agent may not see it.
 *
 * @param eventId of the event
 * @param sequence of the event, which tells events of the same id apart; 0 when it is not there
 * @param typeCode of the event; 0 when it is not there
 * @param timestampNanos of the event; 0 when it is not there
 * @param causalityChainId of the event, 0 for none
 */
public record CausalityNode(
    long eventId, long sequence, int typeCode, long timestampNanos, long causalityChainId) {
  /** Events in the order of the journal, then those that are not there by their unsigned ids. */
  public static final Comparator<CausalityNode> ORDER =
      Comparator.comparing(CausalityNode::isMissing)
          .thenComparingLong(CausalityNode::sequence)
          .thenComparing(CausalityNode::eventId, Long::compareUnsigned);

  static CausalityNode of(LinkedEvent event) {
    return new CausalityNode(
        event.eventId(),
        event.sequence(),
        event.typeCode(),
        event.timestampNanos(),
        event.causalityChainId());
  }

  static CausalityNode missing(long eventId) {
    return new CausalityNode(eventId, 0, 0, 0, 0);
  }

  /**
   * Whether the event is not in the journal.
   *
   * @return whether only its id is known
   */
  public boolean isMissing() {
    return sequence == 0;
  }

  /** By sequence or, where there is none, by id: cheaper than all fields. */
  @Override
  public int hashCode() {
    return Long.hashCode(sequence * 31 + eventId);
  }

  /** Two are equal when they are the same event. */
  @Override
  public boolean equals(Object other) {
    return other instanceof CausalityNode node
        && node.sequence == sequence
        && node.eventId == eventId;
  }
}
