package io.semj.core.filter;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.error.SerializationException;
import io.semj.format.ContextField;
import io.semj.format.RecordFlyweight;
import io.semj.format.WireType;
import org.agrona.DirectBuffer;

/**
 * What a filter wants of a record's context. It walks the fields itself, with nothing but local
 * variables, so that one filter serves many threads without allocating. Immutable.
 */
final class ContextConditions {
  private static final int HEAD = 2;

  /** By field id; null where anything will do. */
  private final FieldCondition[] byField;

  private final int wanted;
  private final int lastField;

  ContextConditions(FieldCondition[] byField) {
    this.byField = byField;
    int count = 0;
    int last = -1;
    for (int id = 0; id < byField.length; id++) {
      if (byField[id] != null) {
        count++;
        last = id;
      }
    }
    wanted = count;
    lastField = last;
  }

  boolean isEmpty() {
    return wanted == 0;
  }

  boolean matches(RecordFlyweight record) {
    DirectBuffer buffer = record.buffer();
    int at = record.contextOffset();
    int end = record.payloadOffset();
    int found = 0;
    while (at + HEAD <= end) {
      int id = buffer.getByte(at) & 0xFF;
      if (id > lastField) {
        return false; // Ids ascend: what is still wanted is not set.
      }
      int type = buffer.getByte(at + 1) & 0xFF;
      int value = at + HEAD + prefixLength(type);
      long length = value > end ? Long.MAX_VALUE : valueLength(buffer, type, at + HEAD);
      if (length > end - value) {
        throw malformed(record, at);
      }
      FieldCondition condition = byField[id];
      if (condition != null) {
        if (!condition.matches(buffer, value, (int) length)) {
          return false;
        }
        found++;
        if (found == wanted) {
          return true;
        }
      }
      at = value + (int) length;
    }
    return false;
  }

  private static int prefixLength(int wireType) {
    return switch (wireType) {
      case WireType.TEXT -> Short.BYTES;
      case WireType.BYTES -> Integer.BYTES;
      default -> 0;
    };
  }

  private static long valueLength(DirectBuffer buffer, int wireType, int at) {
    return switch (wireType) {
      case WireType.U32 -> Integer.BYTES;
      case WireType.U64, WireType.F64 -> Long.BYTES;
      case WireType.TEXT -> buffer.getShort(at, LITTLE_ENDIAN) & 0xFFFF;
      case WireType.BYTES -> Integer.toUnsignedLong(buffer.getInt(at, LITTLE_ENDIAN));
      default -> Long.MAX_VALUE;
    };
  }

  private static SerializationException malformed(RecordFlyweight record, int at) {
    return new SerializationException(
        "malformed context: no whole field here: position="
            + (at - record.contextOffset())
            + ", length="
            + record.contextSize()
            + ", sequence="
            + record.userspaceSequence());
  }

  static int slots() {
    return ContextField.SEMANTIC_TAGS.id() + 1;
  }
}
