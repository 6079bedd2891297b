package io.semj.bench;

import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.event.SemanticEvent;
import java.util.Arrays;

/** The events of all benchmarks: a log line of 256 bytes as payload, and nothing else. */
final class BenchEvents {
  static final EventType TYPE = EventType.OBSERVABILITY_LOG_GENERATED;
  private static final int MASK = Payloads.COUNT - 1;

  private BenchEvents() {}

  /** Fills a builder that is used again and again: emission without an object per event. */
  static final class Reused {
    private final byte[][] payloads = Payloads.pool();
    private final EventBuilder builder = new EventBuilder(TYPE);
    private int index;

    EventBuilder next() {
      return builder.reset(TYPE).payload(payloads[index++ & MASK]);
    }
  }

  /** Hands out events that were built before. */
  static final class Prebuilt {
    private final SemanticEvent[] events =
        Arrays.stream(Payloads.pool())
            .map(payload -> SemanticEvent.builder(TYPE).payload(payload).build())
            .toArray(SemanticEvent[]::new);
    private int index;

    SemanticEvent next() {
      return events[index++ & MASK];
    }
  }
}
