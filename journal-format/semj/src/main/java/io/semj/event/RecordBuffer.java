package io.semj.event;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.error.SerializationException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The growing bytes of a record that is being built. Never shrinks, so that reuse is free. */
final class RecordBuffer {
  /** Room that is left after every text, for all numbers that a context may have. */
  static final int MARGIN = 512;

  private static final int INITIAL_CAPACITY = 1024;

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN);

  private final UnsafeBuffer view;
  private byte[] bytes;
  private boolean zeroInText;

  RecordBuffer() {
    bytes = new byte[INITIAL_CAPACITY];
    view = new UnsafeBuffer(bytes);
  }

  /** The same bytes for whoever reads them; stays the same object when they grow. */
  DirectBuffer view() {
    return view;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Makes room for this many bytes in all, and the margin. */
  void ensure(int length) {
    if (length > bytes.length - MARGIN) {
      grow(length);
    }
  }

  private void grow(int length) {
    bytes = Arrays.copyOf(bytes, Math.max(length + MARGIN, bytes.length * 2));
    view.wrap(bytes);
  }

  // Stores go to the array, not through the view: the compiler then knows that they change nothing
  // but bytes, and keeps everything else in registers.

  void putShort(int at, short value) {
    SHORTS.set(bytes, at, value);
  }

  void putInt(int at, int value) {
    INTS.set(bytes, at, value);
  }

  void putLong(int at, long value) {
    LONGS.set(bytes, at, value);
  }

  void clear(int offset, int length) {
    Arrays.fill(bytes, offset, offset + length, (byte) 0);
  }

  void putBytes(int at, byte[] source, int offset, int length) {
    ensure(at + length);
    System.arraycopy(source, offset, bytes, at, length);
  }

  /**
   * Writes text as UTF-8.
   *
   * @return how many bytes it took
   * @throws SerializationException if it takes more than the limit, or is no Unicode
   */
  int putText(int at, CharSequence text, int limit, String field) {
    if (text instanceof RawText raw) {
      return putRaw(at, raw, limit, field);
    }
    int chars = text.length();
    if (chars > limit) {
      throw tooLong(field, limit, Utf8.length(text));
    }
    ensure(at + chars * Utf8.MAX_BYTES_PER_CHAR);
    int ascii = Utf8.copyAscii(text, bytes, at);
    zeroInText = false;
    if (ascii == chars) {
      return chars;
    }
    int end = Utf8.encode(text, ascii, bytes, at + ascii, field);
    return checked(at, end - at, limit, field);
  }

  private int putRaw(int at, RawText text, int limit, String field) {
    ensure(at + text.size());
    text.copyTo(bytes, at);
    return checked(at, text.size(), limit, field);
  }

  private int checked(int at, int length, int limit, String field) {
    if (length > limit) {
      throw tooLong(field, limit, length);
    }
    zeroInText = hasZero(bytes, at, length);
    return length;
  }

  /** Whether the text that was written last has a zero byte, which would end it in the kernel. */
  boolean zeroInText() {
    return zeroInText;
  }

  static boolean hasZero(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] == 0) {
        return true;
      }
    }
    return false;
  }

  static SerializationException tooLong(String field, long limit, long actual) {
    return new SerializationException(
        "event exceeds a limit of the format: field="
            + field
            + ", limit="
            + limit
            + ", actual="
            + actual);
  }
}
