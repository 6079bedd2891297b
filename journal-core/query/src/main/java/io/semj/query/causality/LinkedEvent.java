package io.semj.query.causality;

import io.semj.event.CausalityLink;
import java.util.List;

/**
 * What an event says of itself, its causes and its effects. Ids are 0 for none.
 *
 * @param eventId of the event
 * @param sequence of the event
 * @param typeCode of the event
 * @param timestampNanos of the event
 * @param causalityChainId that it belongs to
 * @param parentEventId that it names as its parent
 * @param rootCauseEventId that it names as its root cause, perhaps its own id
 * @param links that it carries
 */
public record LinkedEvent(
    long eventId,
    long sequence,
    int typeCode,
    long timestampNanos,
    long causalityChainId,
    long parentEventId,
    long rootCauseEventId,
    List<CausalityLink> links) {
  /** Copies the links. */
  public LinkedEvent {
    links = List.copyOf(links);
  }
}
