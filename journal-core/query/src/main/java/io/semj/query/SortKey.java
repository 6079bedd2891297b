package io.semj.query;

import io.semj.format.RecordFlyweight;

/** What the events of an answer are sorted by. Events that are equal in it keep their sequence. */
public enum SortKey {
  /** The order of the journal, in which answers can be streamed. */
  SEQUENCE,
  /** The event's timestamp. */
  TIME,
  /** The event's id, as an unsigned number. */
  EVENT_ID,
  /** The event's priority code: the most urgent first when ascending. */
  PRIORITY,
  /** The event's relevance to agents. */
  RELEVANCE;

  /** A number that sorts as the key does. */
  long of(RecordFlyweight record) {
    return switch (this) {
      case SEQUENCE -> record.userspaceSequence();
      case TIME -> record.timestampNanos();
      case EVENT_ID -> record.eventId() ^ Long.MIN_VALUE;
      case PRIORITY -> Integer.toUnsignedLong(record.eventPriority());
      case RELEVANCE -> Integer.toUnsignedLong(record.agentRelevance());
    };
  }
}
