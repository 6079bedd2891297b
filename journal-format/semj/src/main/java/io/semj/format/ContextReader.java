package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.error.SerializationException;
import org.agrona.DirectBuffer;

/**
 * Walks over the fields of a compact context, known or not, without allocating.
 *
 * <pre>{@code
 * reader.wrap(record.buffer(), record.contextOffset(), record.contextSize());
 * while (reader.next()) {
 *   if (reader.fieldId() == ContextField.PATH.id()) { ... reader.textOffset(), reader.textLength() }
 * }
 * }</pre>
 *
 * A context is well formed if and only if (1) every field lies within it whole, (2) every wire type
 * is one of {@link WireType}, (3) the ids ascend strictly. Whatever else is met is refused with a
 * {@link SerializationException}. Reusable; not thread-safe.
 */
public final class ContextReader {
  private static final int FIELD_HEAD_LENGTH = 2;

  private DirectBuffer buffer;
  private int start;
  private int end;
  private int next;
  private int entry;
  private int fieldId;
  private int wireType;
  private int valueOffset;
  private int valueLength;

  /** A reader of nothing yet. */
  public ContextReader() {}

  /**
   * Begins to read a context.
   *
   * @param buffer that holds it
   * @param offset of its first byte
   * @param length in bytes
   * @return this, before the first field
   * @throws SerializationException if the context does not lie within the buffer
   */
  public ContextReader wrap(DirectBuffer buffer, int offset, int length) {
    if (offset < 0 || length < 0 || offset > buffer.capacity() - length) {
      throw new SerializationException(
          "context lies outside its buffer: offset="
              + offset
              + ", length="
              + Integer.toUnsignedString(length)
              + ", capacity="
              + buffer.capacity());
    }
    this.buffer = buffer;
    start = offset;
    end = offset + length;
    next = offset;
    entry = offset;
    fieldId = -1;
    wireType = 0;
    valueOffset = offset;
    valueLength = 0;
    return this;
  }

  /**
   * Goes on to the next field.
   *
   * @return whether there is one
   * @throws SerializationException if what follows is not a whole, known kind of field in order
   */
  public boolean next() {
    if (next == end) {
      return false;
    }
    entry = next;
    requireBytes(entry, FIELD_HEAD_LENGTH);
    int id = buffer.getByte(entry) & 0xFF;
    if (id <= fieldId) {
      throw malformed("fields are not in ascending order: previous=" + fieldId + ", actual=" + id);
    }
    fieldId = id;
    wireType = buffer.getByte(entry + 1) & 0xFF;
    locateValue(entry + FIELD_HEAD_LENGTH);
    next = valueOffset + valueLength;
    return true;
  }

  private void locateValue(int at) {
    switch (wireType) {
      case WireType.U32 -> value(at, Integer.BYTES);
      case WireType.U64, WireType.F64 -> value(at, Long.BYTES);
      case WireType.TEXT -> {
        requireBytes(at, Short.BYTES);
        value(at + Short.BYTES, buffer.getShort(at, LITTLE_ENDIAN) & 0xFFFF);
      }
      case WireType.BYTES -> {
        requireBytes(at, Integer.BYTES);
        value(at + Integer.BYTES, Integer.toUnsignedLong(buffer.getInt(at, LITTLE_ENDIAN)));
      }
      default ->
          throw malformed("unknown wire type: field=" + fieldName() + ", actual=" + wireType);
    }
  }

  private void value(int at, long length) {
    requireBytes(at, length);
    valueOffset = at;
    valueLength = (int) length;
  }

  private void requireBytes(int at, long length) {
    if (length > end - at) {
      throw malformed(
          "field ends after its context: field="
              + fieldName()
              + ", expected="
              + length
              + " bytes, actual="
              + (end - at));
    }
  }

  private String fieldName() {
    ContextField field = fieldId < 0 ? null : ContextField.ofId(fieldId);
    return field == null ? Integer.toString(fieldId) : field.wireName();
  }

  private SerializationException malformed(String what) {
    return new SerializationException(
        "malformed context: "
            + what
            + ", position="
            + (entry - start)
            + ", length="
            + (end - start));
  }

  /**
   * The id of the field.
   *
   * @return 0 to 255, known or not
   */
  public int fieldId() {
    return fieldId;
  }

  /**
   * How the field's value is stored.
   *
   * @return one of the constants of {@link WireType}
   */
  public int wireType() {
    return wireType;
  }

  /**
   * Whether the field is this one.
   *
   * @param field to compare with
   * @return whether the ids agree
   * @throws SerializationException if they do but the wire type is not the field's own
   */
  public boolean isField(ContextField field) {
    if (fieldId != field.id()) {
      return false;
    }
    if (wireType != field.wireType()) {
      throw wrongType(field.wireType());
    }
    return true;
  }

  /**
   * The value of a u32 or u64 field.
   *
   * @return the value; a u32 is never negative
   * @throws SerializationException if the field holds something else
   */
  public long longValue() {
    if (wireType == WireType.U32) {
      return Integer.toUnsignedLong(buffer.getInt(valueOffset, LITTLE_ENDIAN));
    }
    if (wireType != WireType.U64) {
      throw wrongType(WireType.U64);
    }
    return buffer.getLong(valueOffset, LITTLE_ENDIAN);
  }

  /**
   * The value of an f64 field.
   *
   * @return the value
   * @throws SerializationException if the field holds something else
   */
  public double doubleValue() {
    if (wireType != WireType.F64) {
      throw wrongType(WireType.F64);
    }
    return Double.longBitsToDouble(buffer.getLong(valueOffset, LITTLE_ENDIAN));
  }

  /**
   * Where the text or the bytes begin in the buffer.
   *
   * @return the offset of the first byte
   * @throws SerializationException if the field holds something else
   */
  public int textOffset() {
    requireText();
    return valueOffset;
  }

  /**
   * How long the text or the bytes are.
   *
   * @return bytes
   * @throws SerializationException if the field holds something else
   */
  public int textLength() {
    requireText();
    return valueLength;
  }

  private void requireText() {
    if (wireType != WireType.TEXT && wireType != WireType.BYTES) {
      throw wrongType(WireType.TEXT);
    }
  }

  private SerializationException wrongType(int expected) {
    return malformed(
        "wrong wire type: field="
            + fieldName()
            + ", expected="
            + expected
            + ", actual="
            + wireType);
  }

  /**
   * Where the whole field begins, its id and wire type included.
   *
   * @return an offset in the buffer
   */
  public int entryOffset() {
    return entry;
  }

  /**
   * How long the whole field is, its id and wire type included.
   *
   * @return bytes
   */
  public int entryLength() {
    return next - entry;
  }
}
