package io.semj.query.causality;

import java.util.Set;

/**
 * Events to look up: those that fulfil one of four conditions. Empty sets ask for nothing.
 *
 * @param eventIds that an event has
 * @param causes that it names as its parent, its root cause or a cause in a link, being none itself
 * @param effects that it names as an effect in a link, being none itself
 * @param chains that it belongs to
 */
public record WantedEvents(
    Set<Long> eventIds, Set<Long> causes, Set<Long> effects, Set<Long> chains) {
  /**
   * Whether an event fulfils one of the conditions.
   *
   * @param event any
   * @return whether it is wanted
   */
  public boolean matches(LinkedEvent event) {
    return eventIds.contains(event.eventId())
        || isIn(chains, event.causalityChainId())
        || namesCause(event.parentEventId(), event)
        || namesCause(event.rootCauseEventId(), event)
        || event.links().stream()
            .anyMatch(
                link ->
                    namesCause(link.causeEventId(), event)
                        || names(effects, link.effectEventId(), event));
  }

  private boolean namesCause(long id, LinkedEvent event) {
    return names(causes, id, event);
  }

  private static boolean names(Set<Long> ids, long id, LinkedEvent event) {
    return id != event.eventId() && isIn(ids, id);
  }

  private static boolean isIn(Set<Long> ids, long id) {
    return id != 0 && !ids.isEmpty() && ids.contains(id);
  }
}
