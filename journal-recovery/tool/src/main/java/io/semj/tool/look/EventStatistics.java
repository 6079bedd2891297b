package io.semj.tool.look;

import io.semj.event.EventTypes;
import io.semj.format.ContextField;
import io.semj.format.ContextReader;
import io.semj.format.RecordFlyweight;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts events by type, agent and time. Memory stays bounded whatever the events say. */
final class EventStatistics {
  /** Stands for all agents beyond those that are counted one by one. */
  static final String OTHERS = "(others)";

  private static final int MOST_AGENTS = 50_000;

  /**
   * What was counted of some events.
   *
   * @param events how many
   * @param bytes of their records
   */
  record Count(long events, long bytes) {
    Count plus(Count other) {
      return new Count(events + other.events, bytes + other.bytes);
    }
  }

  private final Map<Integer, Count> byType = new HashMap<>();
  private final Map<String, Count> byAgent = new HashMap<>();
  private final TimeHistogram byTime = new TimeHistogram();
  private final ContextReader context = new ContextReader();
  private Count total = new Count(0, 0);

  void add(RecordFlyweight event) {
    Count one = new Count(1, event.length());
    total = total.plus(one);
    byType.merge(event.eventType(), one, Count::plus);
    byTime.add(event.timestampNanos());
    context.wrap(event.buffer(), event.contextOffset(), event.contextSize());
    while (context.next()) {
      if (context.isField(ContextField.AGENT_ID)) {
        String agent =
            event.buffer().getStringWithoutLengthUtf8(context.textOffset(), context.textLength());
        boolean known = byAgent.size() < MOST_AGENTS || byAgent.containsKey(agent);
        byAgent.merge(known ? agent : OTHERS, one, Count::plus);
        return;
      }
    }
  }

  Count total() {
    return total;
  }

  /** The most frequent first. */
  Map<String, Count> byType() {
    Map<String, Count> named = new HashMap<>();
    byType.forEach((code, count) -> named.put(EventTypes.nameOf(code), count));
    return sorted(named);
  }

  /** The busiest first; events without an agent are in none. */
  Map<String, Count> byAgent() {
    return sorted(byAgent);
  }

  TimeHistogram byTime() {
    return byTime;
  }

  private static Map<String, Count> sorted(Map<String, Count> counts) {
    List<Map.Entry<String, Count>> entries =
        counts.entrySet().stream()
            .sorted(
                Comparator.comparingLong((Map.Entry<String, Count> e) -> -e.getValue().events())
                    .thenComparing(Map.Entry::getKey))
            .toList();
    Map<String, Count> sorted = new LinkedHashMap<>();
    entries.forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }
}
