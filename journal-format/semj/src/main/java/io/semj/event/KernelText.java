package io.semj.event;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.error.MalformedKernelEventException;
import io.semj.error.MalformedKernelEventException.Reason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * A text in a place of fixed length, as the kernel has them. It is valid if and only if (1) there
 * is a zero byte, (2) the bytes before the first one are UTF-8, (3) all behind it are zero too.
 */
final class KernelText {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final long LOW_BITS = 0x0101_0101_0101_0101L;
  private static final byte[] ZEROS = new byte[4096];

  private KernelText() {}

  /**
   * The length of the text, which is checked.
   *
   * @param event an event from its first byte on
   * @param at where the text's place begins
   * @param capacity of the place
   * @param field named in errors
   * @return bytes, without the zero
   * @throws MalformedKernelEventException if the text is not valid
   */
  static int length(byte[] event, int at, int capacity, String field) {
    if (event[at] == 0 && isZero(event, at, at + capacity)) {
      return 0;
    }
    int end = at + capacity;
    int i = skipAscii(event, at, end);
    boolean ascii = true;
    while (i < end && event[i] != 0) {
      ascii &= event[i] > 0;
      i++;
    }
    if (i == end) {
      throw new MalformedKernelEventException(
          Reason.TEXT_WITHOUT_END, field, at, capacity - 1L, capacity);
    }
    if (!ascii) {
      requireUtf8(event, at, i, field);
    }
    if (!isZero(event, i, end)) {
      int stray = i + Arrays.mismatch(event, i, end, ZEROS, 0, end - i);
      throw new MalformedKernelEventException(
          Reason.TEXT_NOT_ZERO_FILLED, field, stray, 0, event[stray] & 0xFF);
    }
    return i - at;
  }

  private static boolean isZero(byte[] bytes, int from, int to) {
    return Arrays.mismatch(bytes, from, to, ZEROS, 0, to - from) < 0;
  }

  /** Passes over words of eight characters that are U+0001 to U+007F. */
  private static int skipAscii(byte[] bytes, int from, int end) {
    int i = from;
    while (i <= end - Long.BYTES) {
      long word = (long) LONGS.get(bytes, i);
      if (((word | (word - LOW_BITS)) & HIGH_BITS) != 0) {
        return i;
      }
      i += Long.BYTES;
    }
    return i;
  }

  private static void requireUtf8(byte[] event, int from, int to, String field) {
    int invalid = Utf8Bytes.firstInvalid(event, from, to);
    if (invalid >= 0) {
      throw new MalformedKernelEventException(
          Reason.TEXT_NOT_UTF8, field, invalid, 0, event[invalid] & 0xFF);
    }
  }

  /** Whether bytes are a text that a kernel event can have: no zero in it, and UTF-8. */
  static boolean isAscii(byte[] bytes, int from, int to) {
    int i = skipAscii(bytes, from, to);
    while (i < to && bytes[i] > 0) {
      i++;
    }
    return i >= to;
  }
}
