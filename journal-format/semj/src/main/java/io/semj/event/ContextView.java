package io.semj.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.semj.format.ContextField;
import io.semj.format.ContextReader;
import io.semj.format.RecordFlyweight;

/** Reads single fields out of the compact context of a record that an array holds. */
final class ContextView {
  private ContextView() {}

  /** A reader at the field, or null if the context has no such field. */
  static ContextReader find(RecordFlyweight record, ContextField field) {
    ContextReader reader = new ContextReader();
    reader.wrap(record.buffer(), record.contextOffset(), record.contextSize());
    while (reader.next()) {
      if (reader.isField(field)) {
        return reader;
      }
      if (reader.fieldId() > field.id()) {
        break;
      }
    }
    return null;
  }

  static long number(RecordFlyweight record, ContextField field) {
    ContextReader reader = find(record, field);
    return reader == null ? 0 : reader.longValue();
  }

  static String text(RecordFlyweight record, byte[] bytes, ContextField field) {
    ContextReader reader = find(record, field);
    return reader == null ? "" : text(reader, bytes);
  }

  static String text(ContextReader reader, byte[] bytes) {
    return new String(bytes, reader.textOffset(), reader.textLength(), UTF_8);
  }
}
