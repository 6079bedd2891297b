package io.semj.query.causality;

import io.semj.event.CausalityLink;
import java.util.ArrayList;
import java.util.List;

/**
 * That an event says, of itself or of others, what caused what: ids that are yet to be resolved.
 *
 * @param carrier says so
 * @param causeId names the cause
 * @param effectId names the effect
 * @param kind how it says so
 * @param link what a link tells besides; null when it is none
 */
record Reference(
    LinkedEvent carrier, long causeId, long effectId, LinkKind kind, CausalityLink link) {

  /** All that an event says. What names no event stands for the one that carries it. */
  static List<Reference> of(LinkedEvent event) {
    List<Reference> all = new ArrayList<>(event.links().size() + 2);
    long self = event.eventId();
    if (event.parentEventId() != 0) {
      all.add(new Reference(event, event.parentEventId(), self, LinkKind.PARENT, null));
    }
    if (event.rootCauseEventId() != 0 && event.rootCauseEventId() != self) {
      all.add(new Reference(event, event.rootCauseEventId(), self, LinkKind.ROOT_CAUSE, null));
    }
    for (CausalityLink link : event.links()) {
      long cause = link.causeEventId();
      long effect = link.effectEventId();
      if (cause != 0 || effect != 0) {
        all.add(
            new Reference(
                event,
                cause == 0 ? self : cause,
                effect == 0 ? self : effect,
                LinkKind.LINK,
                link));
      }
    }
    return all;
  }

  CausalityEdge between(CausalityNode cause, CausalityNode effect) {
    return link == null
        ? new CausalityEdge(cause, effect, kind, 0, 0, 0, "", carrier.sequence())
        : new CausalityEdge(
            cause,
            effect,
            kind,
            link.type(),
            link.strength(),
            link.delayNanos(),
            link.description(),
            carrier.sequence());
  }
}
