package io.semj.query.causality;

import io.semj.event.CausalityLink;
import io.semj.event.SemanticEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The graph of all events, from which smaller ones are taken without indexes or shortcuts. */
final class BruteCausality {
  private final List<SemanticEvent> events;
  private final Set<CausalityEdge> edges = new HashSet<>();
  private final Map<Long, Set<CausalityNode>> chains = new HashMap<>();

  /** What is expected of a graph. */
  record Expected(Set<CausalityNode> nodes, Set<CausalityEdge> edges, boolean truncated) {
    /** Whether taking away events without causes leaves some that go round. */
    boolean hasCycle() {
      Set<CausalityEdge> left = new HashSet<>(edges);
      int before;
      do {
        before = left.size();
        Set<CausalityNode> effects = new HashSet<>();
        left.forEach(edge -> effects.add(edge.effect()));
        left.removeIf(edge -> !effects.contains(edge.cause()));
      } while (left.size() < before);
      return !left.isEmpty();
    }
  }

  BruteCausality(List<SemanticEvent> events) {
    this.events = events;
    for (SemanticEvent event : events) {
      if (event.parentEventId() != 0) {
        edge(event, event.parentEventId(), event.eventId(), LinkKind.PARENT, null);
      }
      if (event.rootCauseEventId() != 0 && event.rootCauseEventId() != event.eventId()) {
        edge(event, event.rootCauseEventId(), event.eventId(), LinkKind.ROOT_CAUSE, null);
      }
      for (CausalityLink link : event.causalityLinks()) {
        long cause = link.causeEventId() == 0 ? event.eventId() : link.causeEventId();
        long effect = link.effectEventId() == 0 ? event.eventId() : link.effectEventId();
        edge(event, cause, effect, LinkKind.LINK, link);
      }
      if (event.causalityChainId() != 0) {
        chains.computeIfAbsent(event.causalityChainId(), id -> new HashSet<>()).add(node(event));
      }
    }
  }

  private static CausalityNode node(SemanticEvent event) {
    return new CausalityNode(
        event.eventId(),
        event.sequence(),
        event.typeCode(),
        event.timestampNanos(),
        event.causalityChainId());
  }

  private void edge(SemanticEvent by, long cause, long effect, LinkKind kind, CausalityLink link) {
    edges.add(
        new CausalityEdge(
            meant(by, cause),
            meant(by, effect),
            kind,
            link == null ? 0 : link.type(),
            link == null ? 0 : link.strength(),
            link == null ? 0 : link.delayNanos(),
            link == null ? "" : link.description(),
            by.sequence()));
  }

  List<CausalityNode> withId(long id) {
    List<CausalityNode> found = new ArrayList<>();
    for (SemanticEvent event : events) {
      if (event.eventId() == id) {
        found.add(node(event));
      }
    }
    return found;
  }

  private CausalityNode meant(SemanticEvent by, long id) {
    if (id == by.eventId()) {
      return node(by);
    }
    CausalityNode before = null;
    CausalityNode behind = null;
    for (CausalityNode node : withId(id)) {
      if (node.sequence() < by.sequence()) {
        before = node;
      } else if (behind == null) {
        behind = node;
      }
    }
    if (before == null && behind == null) {
      return new CausalityNode(id, 0, 0, 0, 0);
    }
    return before == null ? behind : before;
  }

  Expected from(long id, boolean causes, boolean effects, int maxDepth) {
    List<CausalityNode> start = withId(id);
    Set<CausalityNode> nodes =
        new HashSet<>(start.isEmpty() ? List.of(new CausalityNode(id, 0, 0, 0, 0)) : start);
    Set<CausalityNode> next = around(nodes, causes, effects);
    for (int depth = 0; depth < maxDepth && nodes.addAll(next); depth++) {
      next = around(nodes, causes, effects);
    }
    Set<CausalityEdge> among = new HashSet<>(edges);
    among.removeIf(edge -> !nodes.contains(edge.cause()) || !nodes.contains(edge.effect()));
    return new Expected(nodes, among, !nodes.containsAll(next));
  }

  private Set<CausalityNode> around(Set<CausalityNode> nodes, boolean causes, boolean effects) {
    Set<CausalityNode> found = new HashSet<>();
    for (CausalityEdge edge : edges) {
      if (causes && nodes.contains(edge.effect())) {
        found.add(edge.cause());
      }
      if (effects && nodes.contains(edge.cause())) {
        found.add(edge.effect());
      }
    }
    if (causes && effects) {
      nodes.forEach(node -> found.addAll(chains.getOrDefault(node.causalityChainId(), Set.of())));
    }
    return found;
  }
}
