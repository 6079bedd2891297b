package io.semj.query.causality;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds events that cause each other in a circle. Takes away events that nothing left causes, again
 * and again (Kahn 1962); what remains has causes that remain, so that following them back comes
 * round.
 */
final class CycleFinder {
  private CycleFinder() {}

  /** The events of one circle, each the cause of the next; empty when there is none. */
  static List<CausalityNode> find(CausalityGraph graph) {
    Map<CausalityNode, Integer> causesLeft = new HashMap<>();
    ArrayDeque<CausalityNode> uncaused = new ArrayDeque<>();
    for (CausalityEdge edge : graph.edges()) {
      causesLeft.merge(edge.effect(), 1, Integer::sum);
    }
    for (CausalityNode node : graph.nodes()) {
      if (!causesLeft.containsKey(node)) {
        uncaused.add(node);
      }
    }
    while (!uncaused.isEmpty()) {
      for (CausalityEdge edge : graph.effectsOf(uncaused.remove())) {
        if (causesLeft.merge(edge.effect(), -1, Integer::sum) == 0) {
          causesLeft.remove(edge.effect());
          uncaused.add(edge.effect());
        }
      }
    }
    return causesLeft.isEmpty() ? List.of() : circle(graph, causesLeft);
  }

  private static List<CausalityNode> circle(
      CausalityGraph graph, Map<CausalityNode, Integer> remaining) {
    Map<CausalityNode, Integer> places = new LinkedHashMap<>();
    CausalityNode node = Collections.min(remaining.keySet(), CausalityNode.ORDER);
    while (!places.containsKey(node)) {
      places.put(node, places.size());
      node = remainingCause(graph, node, remaining);
    }
    List<CausalityNode> walked = new ArrayList<>(places.keySet());
    List<CausalityNode> circle = walked.subList(places.get(node), walked.size());
    Collections.reverse(circle); // they were followed from effect to cause
    return circle;
  }

  private static CausalityNode remainingCause(
      CausalityGraph graph, CausalityNode effect, Map<CausalityNode, Integer> remaining) {
    for (CausalityEdge edge : graph.causesOf(effect)) {
      if (remaining.containsKey(edge.cause())) {
        return edge.cause();
      }
    }
    throw new IllegalStateException("no cause remains: effect=" + effect);
  }
}
