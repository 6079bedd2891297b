package io.semj.recovery.replay;

import io.semj.format.ContextEntries;
import io.semj.format.ContextField;
import io.semj.format.RecordFlyweight;
import org.agrona.DirectBuffer;

/**
 * Which events must keep their order among each other in a parallel replay: those that have the
 * same key. Called by the thread that reads, for every event; must not allocate to be fast.
 */
@FunctionalInterface
public interface ReplayKey {
  /**
   * The key of an event.
   *
   * @param record a view of the event, valid during the call only
   * @return any number, the same for all events that belong together; a hash of a name will do,
   *     since events that share a key by accident only lose a little parallelism
   */
  long of(RecordFlyweight record);

  /**
   * The agent. Events without one belong together.
   *
   * @return a key
   */
  static ReplayKey agent() {
    return record -> textHash(record, ContextField.AGENT_ID);
  }

  /**
   * The path. Events without one belong together.
   *
   * @return a key
   */
  static ReplayKey path() {
    return record -> textHash(record, ContextField.PATH);
  }

  /**
   * The transaction. Events without one belong together.
   *
   * @return a key
   */
  static ReplayKey transaction() {
    return record -> ContextEntries.number(record, ContextField.TRANSACTION_ID);
  }

  /**
   * The causality chain. Events without one belong together.
   *
   * @return a key
   */
  static ReplayKey causalityChain() {
    return record -> ContextEntries.number(record, ContextField.CAUSALITY_CHAIN_ID);
  }

  private static long textHash(RecordFlyweight record, ContextField field) {
    int at = ContextEntries.find(record, field);
    if (at < 0) {
      return 0;
    }
    DirectBuffer buffer = record.buffer();
    int end = record.payloadOffset();
    int from = ContextEntries.valueOffset(buffer, at, end);
    int to = from + ContextEntries.valueLength(buffer, at, end);
    // FNV-1a
    long hash = 0xcbf29ce484222325L;
    for (int i = from; i < to; i++) {
      hash = (hash ^ (buffer.getByte(i) & 0xFF)) * 0x100000001b3L;
    }
    return hash;
  }
}
