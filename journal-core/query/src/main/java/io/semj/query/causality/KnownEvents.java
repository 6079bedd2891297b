package io.semj.query.causality;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The events that were looked up by their ids, and which of them a name means. One thread. */
final class KnownEvents {
  private final EventLookup lookup;
  private final Map<Long, List<LinkedEvent>> byId = new HashMap<>();

  KnownEvents(EventLookup lookup) {
    this.lookup = lookup;
  }

  /** Looks up those of the ids that were not looked up before. */
  void learn(Collection<Long> ids) {
    Set<Long> unknown = new HashSet<>(ids);
    unknown.removeAll(byId.keySet());
    if (unknown.isEmpty()) {
      return;
    }
    unknown.forEach(id -> byId.put(id, new ArrayList<>(1)));
    lookup.find(
        new WantedEvents(unknown, Set.of(), Set.of(), Set.of()),
        event -> byId.get(event.eventId()).add(event));
  }

  /** All events of an id that was looked up, in the order of the journal. */
  List<LinkedEvent> withId(long id) {
    return byId.get(id);
  }

  /** All nodes that an id stands for: one that is missing when there is no event. */
  List<CausalityNode> nodes(long id) {
    List<LinkedEvent> events = withId(id);
    return events.isEmpty()
        ? List.of(CausalityNode.missing(id))
        : events.stream().map(CausalityNode::of).toList();
  }

  /**
   * What an event means by an id. Its own id means itself. Of several events with the id it means
   * the last before it, as causes come first; if there is none, the first behind it.
   */
  CausalityNode resolve(LinkedEvent namedBy, long id) {
    if (id == namedBy.eventId()) {
      return CausalityNode.of(namedBy);
    }
    List<LinkedEvent> events = withId(id);
    if (events.isEmpty()) {
      return CausalityNode.missing(id);
    }
    LinkedEvent meant = events.get(0);
    for (LinkedEvent event : events) {
      if (event.sequence() < namedBy.sequence()) {
        meant = event;
      }
    }
    return CausalityNode.of(meant);
  }

  /** Which of the nodes have an id that several events have. */
  Set<Long> ambiguous(Collection<CausalityNode> nodes) {
    Set<Long> ids = new HashSet<>();
    for (CausalityNode node : nodes) {
      if (withId(node.eventId()).size() > 1) {
        ids.add(node.eventId());
      }
    }
    return ids;
  }
}
