package io.semj.query;

import io.semj.error.SerializationException;
import io.semj.event.CausalityLink;
import io.semj.event.SemanticEvent;
import io.semj.format.ContextField;
import io.semj.format.ContextReader;
import io.semj.format.RecordFlyweight;
import io.semj.query.causality.LinkedEvent;
import java.util.List;

/** Takes out of records what they say of causes and effects. One thread. */
final class LinkedEventReader {
  private final ContextReader context = new ContextReader();

  LinkedEvent read(RecordFlyweight record) {
    return new LinkedEvent(
        record.eventId(),
        record.userspaceSequence(),
        record.eventType(),
        record.timestampNanos(),
        chain(record),
        record.parentEventId(),
        record.rootCauseEventId(),
        links(record));
  }

  private static List<CausalityLink> links(RecordFlyweight record) {
    return record.linkCount() == 0
        ? List.of()
        : SemanticEvent.copyOf(record.buffer(), record.offset(), record.length()).causalityLinks();
  }

  private long chain(RecordFlyweight record) {
    context.wrap(record.buffer(), record.contextOffset(), record.contextSize());
    try {
      while (context.next()) {
        if (context.isField(ContextField.CAUSALITY_CHAIN_ID)) {
          return context.longValue();
        }
      }
    } catch (SerializationException unreadable) {
      // It belongs to no chain that anybody could tell, and indexes have none for it either.
    }
    return 0;
  }
}
