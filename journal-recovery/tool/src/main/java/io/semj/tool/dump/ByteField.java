package io.semj.tool.dump;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.tool.TimeText;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.UUID;

/**
 * A field of a structure: where it stands, how long it is, and how a person wants to see it.
 *
 * @param name of the field
 * @param offset from the beginning of the structure
 * @param length in bytes
 * @param view how to show it
 */
record ByteField(String name, int offset, int length, View view) {
  private static final long SECOND = 1_000_000_000L;

  /** How a field is shown. */
  enum View {
    /** An unsigned number. */
    NUMBER,
    /** A signed number. */
    SIGNED,
    /** A number in hexadecimal, as bit sets and checksums are. */
    HEX,
    /** Four letters. */
    MAGIC,
    /** Nanoseconds since 1970. */
    TIME,
    /** Seconds since 1970. */
    SECONDS,
    /** A UUID in the order of its text. */
    UUID,
    /** Bytes that speak for themselves. */
    BYTES
  }

  static ByteField number(String name, int offset, int length) {
    return new ByteField(name, offset, length, View.NUMBER);
  }

  static ByteField field(String name, int offset, int length, View view) {
    return new ByteField(name, offset, length, view);
  }

  /** What the field says, in words. */
  String describe(byte[] structure) {
    ByteBuffer bytes = ByteBuffer.wrap(structure).order(LITTLE_ENDIAN);
    return switch (view) {
      case NUMBER ->
          length == Integer.BYTES
              ? Integer.toUnsignedString(bytes.getInt(offset))
              : Long.toUnsignedString(bytes.getLong(offset));
      case SIGNED -> Long.toString(bytes.getLong(offset));
      case HEX ->
          length == Integer.BYTES
              ? String.format(Locale.ROOT, "0x%08x", bytes.getInt(offset))
              : String.format(Locale.ROOT, "0x%016x", bytes.getLong(offset));
      case MAGIC -> letters(structure);
      case TIME -> time(bytes.getLong(offset));
      case SECONDS -> seconds(bytes.getLong(offset));
      case UUID -> uuid(structure);
      case BYTES -> length + " bytes" + (isZero(structure) ? ", all zero" : "");
    };
  }

  private String letters(byte[] structure) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = offset; i < offset + length; i++) {
      char c = (char) (structure[i] & 0xFF);
      text.append(c >= ' ' && c < 0x7F ? c : '.');
    }
    return text.append('"').toString();
  }

  private static String time(long nanos) {
    return nanos == 0 ? "0" : nanos + " = " + TimeText.format(nanos);
  }

  private static String seconds(long seconds) {
    boolean shown = seconds > 0 && seconds < Long.MAX_VALUE / SECOND;
    return Long.toUnsignedString(seconds)
        + (shown ? " = " + TimeText.format(seconds * SECOND) : "");
  }

  private String uuid(byte[] structure) {
    ByteBuffer bytes = ByteBuffer.wrap(structure);
    return new UUID(bytes.getLong(offset), bytes.getLong(offset + Long.BYTES)).toString();
  }

  private boolean isZero(byte[] structure) {
    for (int i = offset; i < offset + length; i++) {
      if (structure[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
