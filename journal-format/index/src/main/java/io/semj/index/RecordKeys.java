package io.semj.index;

import static io.semj.format.RecordDescriptor.LINK_CAUSE_OFFSET;
import static io.semj.format.RecordDescriptor.LINK_EFFECT_OFFSET;
import static io.semj.format.RecordDescriptor.LINK_LENGTH;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.error.SerializationException;
import io.semj.format.ContextField;
import io.semj.format.ContextReader;
import io.semj.format.RecordFlyweight;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * The keys of a record: what every index is by, and what the application's {@link KeyExtractor}
 * adds. Allocates nothing once its buffers have grown. One thread.
 */
public final class RecordKeys {
  private static final System.Logger LOG = System.getLogger(RecordKeys.class.getName());
  private static final int CATEGORY_MASK = 0xFF00;

  private final ContextReader context = new ContextReader();
  private KeyExtractor extractor;
  private final Text text = new Text();
  private boolean hasOwn = true;
  private Text path = new Text();
  private Text pathBefore = new Text();

  /** A text of a record, in memory of ours. */
  private static final class Text {
    byte[] bytes = new byte[512];
    ByteBuffer view = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
    int length;

    void copy(DirectBuffer from, int offset, int textLength) {
      if (textLength > bytes.length) {
        bytes = new byte[Math.max(textLength, bytes.length * 2)];
        view = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
      }
      length = textLength;
      from.getBytes(offset, bytes, 0, textLength);
    }
  }

  /**
   * The keys of records.
   *
   * @param extractor adds the application's own
   */
  public RecordKeys(KeyExtractor extractor) {
    this.extractor = extractor;
  }

  /** Begins a block: none of its keys has been given yet. */
  public void beginBlock() {
    pathBefore.length = 0;
  }

  /**
   * Gives the keys of a record to a sink, some perhaps more than once, and some not when they were
   * given for the record before it in its block.
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
    extractOwn(record, sink);
  }

  // Whatever it throws, it is the application's, and the index of the segment can do without it.
  private void extractOwn(RecordFlyweight record, KeySink sink) {
    try {
      extractor.extract(record, sink);
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "key extractor failed, so that the segment is indexed without the application's keys:"
              + " extractor="
              + extractor.getClass().getName()
              + ", sequence="
              + record.userspaceSequence(),
          e);
      extractor = KeyExtractor.NONE;
      hasOwn = false;
    }
  }

  /**
   * Whether all keys of the application's own were given so far.
   *
   * @return false for good once its extractor has failed
   */
  public boolean hasOwn() {
    return hasOwn;
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
        path(record, sink);
      } else if (context.isField(ContextField.AGENT_ID)) {
        text.copy(record.buffer(), context.textOffset(), context.textLength());
        sink.add(IndexKey.of(KeyKind.AGENT, text.view, 0, text.length));
      } else if (context.isField(ContextField.SEMANTIC_TAGS)) {
        text.copy(record.buffer(), context.textOffset(), context.textLength());
        TagScanner.scan(text.bytes, text.length, (from, to) -> sink.add(tagKey(from, to)));
      }
    }
  }

  private long tagKey(int from, int to) {
    return IndexKey.of(KeyKind.TAG, text.view, from, to - from);
  }

  /** What a path has in common with the one before it has been given. */
  private void path(RecordFlyweight record, KeySink sink) {
    path.copy(record.buffer(), context.textOffset(), context.textLength());
    int length = path.length;
    int differs = Arrays.mismatch(path.bytes, 0, length, pathBefore.bytes, 0, pathBefore.length);
    if (differs < 0 && length > 0) {
      return;
    }
    sink.add(IndexKey.of(KeyKind.PATH, path.view, 0, length));
    for (int i = Math.max(1, differs); i < length; i++) {
      if (path.bytes[i] == '/') {
        sink.add(IndexKey.of(KeyKind.PATH_PREFIX, path.view, 0, i));
      }
    }
    Text before = pathBefore;
    pathBefore = path;
    path = before;
  }
}
