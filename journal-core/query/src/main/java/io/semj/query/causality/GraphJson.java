package io.semj.query.causality;

import io.semj.event.EventTypes;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Consumer;

/** Writes a graph as JSON. One thread. */
final class GraphJson {
  private static final char FIRST_PRINTABLE = ' ';

  private final StringBuilder json = new StringBuilder();

  private GraphJson() {}

  static String of(CausalityGraph graph) {
    GraphJson writer = new GraphJson();
    writer.json.append('{');
    writer.array("nodes", graph.nodes(), writer::node);
    writer.array("edges", graph.edges(), writer::edge);
    writer.array(
        "ambiguous_event_ids",
        graph.ambiguousIds().stream().sorted(Long::compareUnsigned).toList(),
        id -> writer.json.append(Long.toUnsignedString(id)));
    writer.name("truncated").append(graph.isTruncated());
    return writer.json.append('}').toString();
  }

  private <T> void array(String name, Collection<T> elements, Consumer<T> write) {
    name(name).append('[');
    String separator = "";
    for (T element : elements) {
      json.append(separator);
      write.accept(element);
      separator = ",";
    }
    json.append(']');
  }

  private void node(CausalityNode node) {
    json.append('{');
    unsigned("event_id", node.eventId());
    name("missing").append(node.isMissing());
    if (!node.isMissing()) {
      unsigned("sequence", node.sequence());
      text("type", EventTypes.nameOf(node.typeCode()));
      unsigned("type_code", Integer.toUnsignedLong(node.typeCode()));
      name("timestamp_ns").append(node.timestampNanos());
      unsigned("causality_chain_id", node.causalityChainId());
    }
    json.append('}');
  }

  private void edge(CausalityEdge edge) {
    json.append('{');
    unsigned("cause_event_id", edge.cause().eventId());
    unsigned("effect_event_id", edge.effect().eventId());
    sequence("cause_sequence", edge.cause());
    sequence("effect_sequence", edge.effect());
    text("kind", edge.kind().wireName());
    unsigned("carrier_sequence", edge.carrier());
    if (edge.kind() == LinkKind.LINK) {
      unsigned("causality_type", Integer.toUnsignedLong(edge.causalityType()));
      unsigned("causality_strength", Integer.toUnsignedLong(edge.strength()));
      name("causality_delay_ns").append(edge.delayNanos());
      text("description", edge.description());
    }
    json.append('}');
  }

  private void sequence(String name, CausalityNode node) {
    if (!node.isMissing()) {
      unsigned(name, node.sequence());
    }
  }

  private StringBuilder name(String name) {
    char before = json.charAt(json.length() - 1);
    if (before != '{') {
      json.append(',');
    }
    return json.append('"').append(name).append("\":");
  }

  private void unsigned(String name, long value) {
    name(name).append(Long.toUnsignedString(value));
  }

  private void text(String name, String value) {
    name(name).append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> json.append('\\').append(c);
        case '\n' -> json.append("\\n");
        default -> {
          if (c < FIRST_PRINTABLE || Character.isSurrogate(c)) {
            json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            json.append(c);
          }
        }
      }
    }
    json.append('"');
  }
}
