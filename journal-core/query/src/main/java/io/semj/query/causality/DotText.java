package io.semj.query.causality;

import io.semj.event.EventTypes;
import java.time.Instant;

/** Writes a graph in the DOT language of Graphviz. */
final class DotText {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private DotText() {}

  static String of(CausalityGraph graph) {
    StringBuilder dot = new StringBuilder("digraph causality {\n");
    dot.append("  node [shape=box];\n");
    for (CausalityNode node : graph.nodes()) {
      dot.append("  ").append(name(node)).append(" [label=\"").append(label(node)).append('"');
      dot.append(node.isMissing() ? ", style=dashed];\n" : "];\n");
    }
    for (CausalityEdge edge : graph.edges()) {
      dot.append("  ").append(name(edge.cause())).append(" -> ").append(name(edge.effect()));
      dot.append(" [label=\"").append(label(edge)).append('"');
      dot.append(edge.kind() == LinkKind.ROOT_CAUSE ? ", style=dotted];\n" : "];\n");
    }
    if (graph.isTruncated()) {
      dot.append("  truncated [label=\"there is more\", shape=plaintext];\n");
    }
    return dot.append("}\n").toString();
  }

  private static String name(CausalityNode node) {
    return node.isMissing() ? "missing_" + id(node) : "event_" + node.sequence();
  }

  private static String id(CausalityNode node) {
    return Long.toUnsignedString(node.eventId());
  }

  private static String label(CausalityNode node) {
    return node.isMissing()
        ? id(node) + "\\nmissing"
        : id(node) + " " + escaped(EventTypes.nameOf(node.typeCode())) + "\\n" + time(node);
  }

  private static Instant time(CausalityNode node) {
    return Instant.ofEpochSecond(
        Math.floorDiv(node.timestampNanos(), NANOS_PER_SECOND),
        Math.floorMod(node.timestampNanos(), NANOS_PER_SECOND));
  }

  private static String label(CausalityEdge edge) {
    if (edge.kind() != LinkKind.LINK) {
      return edge.kind().wireName();
    }
    String type = "link " + Integer.toUnsignedString(edge.causalityType());
    String strength = ", strength " + Integer.toUnsignedString(edge.strength());
    return type
        + strength
        + (edge.description().isEmpty() ? "" : "\\n")
        + escaped(edge.description());
  }

  /** A backslash would begin an escape, such as the one for the name of the node. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> escaped.append('\\').append(c);
        case '\n' -> escaped.append("\\n");
        default -> escaped.append(Character.isISOControl(c) ? ' ' : c);
      }
    }
    return escaped.toString();
  }
}
