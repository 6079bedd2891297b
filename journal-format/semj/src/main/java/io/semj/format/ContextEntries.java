package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.error.SerializationException;
import org.agrona.DirectBuffer;

/**
 * The arithmetic of walking over a compact context without an object to remember where one is, for
 * code that many threads share. What a {@link ContextReader} does besides (order of the ids, types
 * of the known fields) is left out.
 *
 * <pre>{@code
 * for (int at = start; at < end; at = valueOffset + valueLength) {
 *   int id = ContextEntries.id(buffer, at);
 *   int valueOffset = ContextEntries.valueOffset(buffer, at, end);
 *   int valueLength = ContextEntries.valueLength(buffer, at, end);
 * }
 * }</pre>
 */
public final class ContextEntries {
  private static final int HEAD = 2;

  private ContextEntries() {}

  /**
   * The id of the field at a place.
   *
   * @param buffer that holds the context
   * @param at where the field begins
   * @return 0 to 255, known or not
   */
  public static int id(DirectBuffer buffer, int at) {
    return buffer.getByte(at) & 0xFF;
  }

  /**
   * Where the value of the field at a place begins.
   *
   * @param buffer that holds the context
   * @param at where the field begins
   * @param end of the context
   * @return the offset of the number, or of the text behind its length
   * @throws SerializationException if the field does not end within the context
   */
  public static int valueOffset(DirectBuffer buffer, int at, int end) {
    if (end - at < HEAD) {
      throw malformed(at, end);
    }
    int value =
        at
            + HEAD
            + switch (buffer.getByte(at + 1)) {
              case WireType.TEXT -> Short.BYTES;
              case WireType.BYTES -> Integer.BYTES;
              default -> 0;
            };
    if (value > end) {
      throw malformed(at, end);
    }
    return value;
  }

  /**
   * How long the value of the field at a place is.
   *
   * @param buffer that holds the context
   * @param at where the field begins
   * @param end of the context
   * @return bytes
   * @throws SerializationException if the field does not end within the context, or is of a kind
   *     that is not known
   */
  public static int valueLength(DirectBuffer buffer, int at, int end) {
    int value = valueOffset(buffer, at, end);
    long length =
        switch (buffer.getByte(at + 1)) {
          case WireType.U32 -> Integer.BYTES;
          case WireType.U64, WireType.F64 -> Long.BYTES;
          case WireType.TEXT -> buffer.getShort(value - Short.BYTES, LITTLE_ENDIAN) & 0xFFFF;
          case WireType.BYTES ->
              Integer.toUnsignedLong(buffer.getInt(value - Integer.BYTES, LITTLE_ENDIAN));
          default -> Long.MAX_VALUE;
        };
    if (length > end - value) {
      throw malformed(at, end);
    }
    return (int) length;
  }

  /**
   * Where a field is in a record's context.
   *
   * @param record whose sizes agree
   * @param field to find
   * @return where the field begins in the record's buffer, or -1 when it is not set
   * @throws SerializationException if the context is malformed before it
   */
  public static int find(RecordFlyweight record, ContextField field) {
    DirectBuffer buffer = record.buffer();
    int end = record.payloadOffset();
    int at = record.contextOffset();
    while (at < end) {
      int id = id(buffer, at);
      if (id >= field.id()) {
        return id == field.id() ? at : -1;
      }
      at = valueOffset(buffer, at, end) + valueLength(buffer, at, end);
    }
    return -1;
  }

  /**
   * The value of a u64 field in a record's context.
   *
   * @param record whose sizes agree
   * @param field a number of eight bytes
   * @return its value, 0 when it is not set
   * @throws SerializationException if the context is malformed before it
   */
  public static long number(RecordFlyweight record, ContextField field) {
    int at = find(record, field);
    if (at < 0) {
      return 0;
    }
    DirectBuffer buffer = record.buffer();
    int end = record.payloadOffset();
    if (valueLength(buffer, at, end) != Long.BYTES) {
      throw malformed(at, end);
    }
    return buffer.getLong(valueOffset(buffer, at, end), LITTLE_ENDIAN);
  }

  private static SerializationException malformed(int at, int end) {
    return new SerializationException(
        "malformed context: no whole field of a known kind: offset=" + at + ", end=" + end);
  }
}
