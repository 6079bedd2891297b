package io.semj.index;

import static io.semj.format.RecordDescriptor.LINK_CAUSE_OFFSET;
import static io.semj.format.RecordDescriptor.LINK_EFFECT_OFFSET;
import static io.semj.format.RecordDescriptor.LINK_LENGTH;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.error.SerializationException;
import io.semj.format.ContextField;
import io.semj.format.ContextReader;
import io.semj.format.RecordFlyweight;
import org.agrona.DirectBuffer;

/**
 * The keys of a record: what every index is by, and what the application's {@link KeyExtractor}
 * adds. Allocates nothing once its buffer has grown. One thread.
 */
public final class RecordKeys {
  private static final int CATEGORY_MASK = 0xFF00;

  private final ContextReader context = new ContextReader();
  private final KeyExtractor extractor;
  private byte[] text = new byte[512];

  /**
   * The keys of records.
   *
   * @param extractor adds the application's own
   */
  public RecordKeys(KeyExtractor extractor) {
    this.extractor = extractor;
  }

  /**
   * Gives all keys of a record to a sink, some perhaps more than once.
   *
   * @param record to be indexed
   * @param sink takes the keys
   */
  public void extract(RecordFlyweight record, KeySink sink) {
    int type = record.eventType();
    sink.add(IndexKey.of(KeyKind.TYPE, type));
    sink.add(IndexKey.of(KeyKind.CATEGORY, type & CATEGORY_MASK));
    sink.add(IndexKey.of(KeyKind.PRIORITY, record.eventPriority()));
    bits(KeyKind.EVENT_FLAG, record.eventFlags(), sink);
    bits(KeyKind.USERSPACE_FLAG, record.userspaceFlags(), sink);
    causes(record, sink);
    try {
      context(record, sink);
    } catch (SerializationException unreadable) {
      // Nobody can ask a context that cannot be read; what was found before is in the index.
    }
    extractor.extract(record, sink);
  }

  private static void bits(KeyKind kind, int flags, KeySink sink) {
    for (int left = flags; left != 0; left &= left - 1) {
      sink.add(IndexKey.of(kind, Integer.numberOfTrailingZeros(left)));
    }
  }

  private static void causes(RecordFlyweight record, KeySink sink) {
    if (record.eventId() != record.userspaceSequence()) {
      sink.add(IndexKey.of(KeyKind.EVENT_ID, record.eventId()));
    }
    cause(record.parentEventId(), record.eventId(), sink);
    cause(record.rootCauseEventId(), record.eventId(), sink);
    for (int i = 0; i < record.linkCount(); i++) {
      int link = record.linksOffset() + i * LINK_LENGTH;
      DirectBuffer buffer = record.buffer();
      cause(buffer.getLong(link + LINK_CAUSE_OFFSET, LITTLE_ENDIAN), record.eventId(), sink);
      effect(buffer.getLong(link + LINK_EFFECT_OFFSET, LITTLE_ENDIAN), record.eventId(), sink);
    }
  }

  private static void cause(long id, long self, KeySink sink) {
    if (id != 0 && id != self) {
      sink.add(IndexKey.of(KeyKind.CAUSE, id));
    }
  }

  private static void effect(long id, long self, KeySink sink) {
    if (id != 0 && id != self) {
      sink.add(IndexKey.effect(id));
    }
  }

  private void context(RecordFlyweight record, KeySink sink) {
    context.wrap(record.buffer(), record.contextOffset(), record.contextSize());
    while (context.next()) {
      int id = context.fieldId();
      if (id > ContextField.SEMANTIC_TAGS.id()) {
        return; // fields ascend, and none behind is a key
      }
      if (context.isField(ContextField.TRANSACTION_ID)) {
        sink.add(IndexKey.of(KeyKind.TRANSACTION, context.longValue()));
      } else if (context.isField(ContextField.SESSION_ID)) {
        sink.add(IndexKey.of(KeyKind.SESSION, context.longValue()));
      } else if (context.isField(ContextField.CAUSALITY_CHAIN_ID)) {
        sink.add(IndexKey.of(KeyKind.CAUSALITY_CHAIN, context.longValue()));
      } else if (context.isField(ContextField.PATH)) {
        path(copyText(record), sink);
      } else if (context.isField(ContextField.AGENT_ID)) {
        sink.add(IndexKey.of(KeyKind.AGENT, text, 0, copyText(record)));
      } else if (context.isField(ContextField.SEMANTIC_TAGS)) {
        TagScanner.scan(text, copyText(record), (from, to) -> sink.add(tagKey(from, to)));
      }
    }
  }

  private long tagKey(int from, int to) {
    return IndexKey.of(KeyKind.TAG, text, from, to - from);
  }

  private int copyText(RecordFlyweight record) {
    int length = context.textLength();
    if (length > text.length) {
      text = new byte[Math.max(length, text.length * 2)];
    }
    record.buffer().getBytes(context.textOffset(), text, 0, length);
    return length;
  }

  private void path(int length, KeySink sink) {
    sink.add(IndexKey.of(KeyKind.PATH, text, 0, length));
    for (int i = 1; i < length; i++) {
      if (text[i] == '/') {
        sink.add(IndexKey.of(KeyKind.PATH_PREFIX, text, 0, i));
      }
    }
  }
}
