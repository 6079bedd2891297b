package io.semj.query.causality;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Collects a graph step by step: what is one step from what was reached in the step before, until
 * there is nothing new or a bound is reached. All names of a step are looked up at once. One
 * thread.
 */
final class CausalityWalk {
  /**
   * Names that one step may follow, beyond some per node: more than that is no graph to look at.
   */
  private static final int MOST_NAMES = 10_000;

  private static final int NAMES_PER_NODE = 4;

  private final EventLookup lookup;
  private final Direction direction;
  private final CausalityBounds bounds;
  private final KnownEvents known;
  private final Set<CausalityNode> reached = new HashSet<>();
  private final Set<CausalityEdge> edges = new LinkedHashSet<>();
  private final Set<Long> chains = new HashSet<>();
  private boolean truncated;

  CausalityWalk(EventLookup lookup, Direction direction, CausalityBounds bounds) {
    this.lookup = lookup;
    this.direction = direction;
    this.bounds = bounds;
    this.known = new KnownEvents(lookup);
  }

  CausalityGraph from(long eventId) {
    known.learn(List.of(eventId));
    Set<CausalityNode> front = take(known.nodes(eventId));
    for (int depth = 0; !front.isEmpty(); depth++) {
      Set<CausalityNode> next = neighbours(front);
      next.removeAll(reached);
      if (depth == bounds.maxDepth()) {
        truncated |= !next.isEmpty();
        break;
      }
      front = take(next);
    }
    edges.removeIf(edge -> !reached.contains(edge.cause()) || !reached.contains(edge.effect()));
    return new CausalityGraph(
        reached, edges, known.ambiguous(reached), truncated, lookup.explain());
  }

  /** Reaches what it may of these, the first in the order of the journal. */
  private Set<CausalityNode> take(Collection<CausalityNode> nodes) {
    TreeSet<CausalityNode> taken = new TreeSet<>(CausalityNode.ORDER);
    taken.addAll(nodes);
    while (taken.size() > bounds.maxNodes() - reached.size()) {
      taken.pollLast();
      truncated = true;
    }
    reached.addAll(taken);
    return taken;
  }

  private Set<CausalityNode> neighbours(Set<CausalityNode> front) {
    Set<CausalityNode> found = new HashSet<>();
    Names names = new Names(front);
    sayings(front, names);
    Set<Long> ids = new HashSet<>();
    for (Reference reference : names.references) {
      ids.add(reference.causeId());
      ids.add(reference.effectId());
      ids.add(reference.carrier().eventId());
    }
    names.ofChains.forEach(event -> ids.add(event.eventId()));
    known.learn(ids);
    for (Reference reference : names.references) {
      follow(reference, front, found);
    }
    names.ofChains.forEach(event -> found.add(CausalityNode.of(event)));
    return found;
  }

  /** Gathers what the events themselves say, and what others say of them. */
  private void sayings(Set<CausalityNode> front, Names names) {
    Set<Long> newChains = new HashSet<>();
    for (CausalityNode node : front) {
      for (LinkedEvent event : known.withId(node.eventId())) {
        if (event.sequence() == node.sequence()) {
          names.addAll(event);
        }
      }
      if (node.causalityChainId() != 0 && chains.add(node.causalityChainId())) {
        newChains.add(node.causalityChainId());
      }
    }
    WantedEvents wanted =
        new WantedEvents(
            Set.of(),
            direction.followsEffects() ? names.ids : Set.of(),
            direction.followsCauses() ? names.ids : Set.of(),
            direction.followsChains() ? newChains : Set.of());
    lookup.find(
        wanted,
        event -> {
          if (wanted.chains().contains(event.causalityChainId())) {
            names.ofChains.add(event);
          }
          return names.addAll(event);
        });
    truncated |= names.isFull();
  }

  private void follow(Reference reference, Set<CausalityNode> front, Set<CausalityNode> found) {
    CausalityNode cause = known.resolve(reference.carrier(), reference.causeId());
    CausalityNode effect = known.resolve(reference.carrier(), reference.effectId());
    if (direction.followsCauses() && front.contains(effect)) {
      edges.add(reference.between(cause, effect));
      found.add(cause);
    }
    if (direction.followsEffects() && front.contains(cause)) {
      edges.add(reference.between(cause, effect));
      found.add(effect);
    }
  }

  /** What is said of the events of a step. */
  private final class Names {
    final Set<Long> ids = new HashSet<>();
    final List<Reference> references = new ArrayList<>();
    final List<LinkedEvent> ofChains = new ArrayList<>();
    private final long most = Math.max(MOST_NAMES, (long) NAMES_PER_NODE * bounds.maxNodes());

    Names(Set<CausalityNode> front) {
      front.forEach(node -> ids.add(node.eventId()));
    }

    /** Whether there is room for more. */
    boolean addAll(LinkedEvent event) {
      for (Reference reference : Reference.of(event)) {
        boolean isCause = direction.followsEffects() && ids.contains(reference.causeId());
        boolean isEffect = direction.followsCauses() && ids.contains(reference.effectId());
        if ((isCause || isEffect) && !isFull()) {
          references.add(reference);
        }
      }
      return !isFull();
    }

    boolean isFull() {
      return references.size() + (long) ofChains.size() >= most;
    }
  }
}
