package io.semj.query.causality;

import io.semj.error.CausalityCycleException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Events and what caused what among them, without circles. Immutable. */
public final class CausalityGraph {
  private final List<CausalityNode> nodes;
  private final List<CausalityEdge> edges;
  private final Map<CausalityNode, List<CausalityEdge>> toEffects = new HashMap<>();
  private final Map<CausalityNode, List<CausalityEdge>> toCauses = new HashMap<>();
  private final Set<Long> ambiguous;
  private final boolean truncated;
  private final CausalityExplain explain;

  CausalityGraph(
      Collection<CausalityNode> nodes,
      Collection<CausalityEdge> edges,
      Set<Long> ambiguous,
      boolean truncated,
      CausalityExplain explain) {
    this.nodes = nodes.stream().sorted(CausalityNode.ORDER).toList();
    this.edges = edges.stream().sorted(CausalityEdge.ORDER).toList();
    this.ambiguous = Set.copyOf(ambiguous);
    this.truncated = truncated;
    this.explain = explain;
    for (CausalityEdge edge : this.edges) {
      toEffects.computeIfAbsent(edge.cause(), node -> new ArrayList<>(2)).add(edge);
      toCauses.computeIfAbsent(edge.effect(), node -> new ArrayList<>(2)).add(edge);
    }
  }

  void refuseCycles() {
    List<CausalityNode> cycle = CycleFinder.find(this);
    if (!cycle.isEmpty()) {
      throw new CausalityCycleException(cycle.stream().map(CausalityNode::eventId).toList());
    }
  }

  /**
   * The graph for somebody who may not know what was read to make it.
   *
   * @return the same with {@link CausalityExplain#NONE}
   */
  public CausalityGraph withoutExplain() {
    return new CausalityGraph(nodes, edges, ambiguous, truncated, CausalityExplain.NONE);
  }

  /**
   * The events.
   *
   * @return in the order of the journal, those that are missing last
   */
  public List<CausalityNode> nodes() {
    return nodes;
  }

  /**
   * What caused what.
   *
   * @return by cause, then by effect, in the order of the nodes; several between two events when
   *     that is said several times
   */
  public List<CausalityEdge> edges() {
    return edges;
  }

  /**
   * The edges to an event from its causes.
   *
   * @param effect one of the nodes
   * @return edges in order
   */
  public List<CausalityEdge> causesOf(CausalityNode effect) {
    return List.copyOf(toCauses.getOrDefault(effect, List.of()));
  }

  /**
   * The edges from an event to its effects.
   *
   * @param cause one of the nodes
   * @return edges in order
   */
  public List<CausalityEdge> effectsOf(CausalityNode cause) {
    return List.copyOf(toEffects.getOrDefault(cause, List.of()));
  }

  /**
   * Events that nothing in the graph caused.
   *
   * @return in the order of the nodes
   */
  public List<CausalityNode> roots() {
    return nodes.stream().filter(node -> !toCauses.containsKey(node)).toList();
  }

  /**
   * Events that are named and are not in the journal.
   *
   * @return their ids, in unsigned order
   */
  public Set<Long> missing() {
    Set<Long> ids = new TreeSet<>(Long::compareUnsigned);
    nodes.stream().filter(CausalityNode::isMissing).forEach(node -> ids.add(node.eventId()));
    return ids;
  }

  /**
   * Ids of the graph that several events of the journal have. By such an id an event means the last
   * of them before it or, where there is none, the first behind it.
   *
   * @return the ids
   */
  public Set<Long> ambiguousIds() {
    return ambiguous;
  }

  /**
   * Whether a bound kept events out of the graph. Edges to the last events that it let in may then
   * be missing as well.
   *
   * @return whether there is more
   */
  public boolean isTruncated() {
    return truncated;
  }

  /**
   * What was read to make the graph.
   *
   * @return the numbers
   */
  public CausalityExplain explain() {
    return explain;
  }

  /**
   * The graph for Graphviz.
   *
   * @return a digraph in the DOT language, one statement per line
   */
  public String toDot() {
    return DotText.of(this);
  }

  /**
   * The graph as JSON, with names of fields as everywhere in the journal. Ids and sequences are
   * unsigned numbers.
   *
   * @return one object on one line
   */
  public String toJson() {
    return GraphJson.of(this);
  }

  /** How large it is, for a person. */
  @Override
  public String toString() {
    return "causality graph: nodes="
        + nodes.size()
        + ", edges="
        + edges.size()
        + ", truncated="
        + truncated;
  }
}
