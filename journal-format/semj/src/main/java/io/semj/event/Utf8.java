package io.semj.event;

import io.semj.error.SerializationException;
import java.util.Locale;

/** UTF-8 without allocating, and without replacing anything: text that is no Unicode is refused. */
final class Utf8 {
  /** Most bytes that one {@code char} takes. */
  static final int MAX_BYTES_PER_CHAR = 3;

  private static final int ASCII_LIMIT = 0x80;
  private static final int TWO_BYTE_LIMIT = 0x800;
  private static final int CONTINUATION = 0x80;
  private static final int SIX_BITS = 0x3F;

  private Utf8() {}

  /**
   * Copies the characters at the beginning that are U+0001 to U+007F, of which most text has
   * nothing else. U+0000 is left out, because in a kernel event it would end the text: whoever gets
   * fewer characters than there are has to look more closely.
   *
   * @return how many were copied
   */
  static int copyAscii(CharSequence text, byte[] into, int offset) {
    // A loop each, so that the usual class is not slowed down by others that went through before.
    return text instanceof String string
        ? copyAsciiOf(string, into, offset)
        : copyAsciiOfAny(text, into, offset);
  }

  private static int copyAsciiOf(String text, byte[] into, int offset) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= ASCII_LIMIT || c == 0) {
        return i;
      }
      into[offset + i] = (byte) c;
    }
    return length;
  }

  private static int copyAsciiOfAny(CharSequence text, byte[] into, int offset) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= ASCII_LIMIT || c == 0) {
        return i;
      }
      into[offset + i] = (byte) c;
    }
    return length;
  }

  /**
   * Encodes the rest of a text.
   *
   * @param text to encode
   * @param from index of the first character
   * @param into has room for {@link #MAX_BYTES_PER_CHAR} bytes a character
   * @param offset of the first byte
   * @param field named in errors
   * @return the offset after the last byte
   * @throws SerializationException if a surrogate stands alone
   */
  static int encode(CharSequence text, int from, byte[] into, int offset, String field) {
    int at = offset;
    int length = text.length();
    for (int i = from; i < length; i++) {
      char c = text.charAt(i);
      if (c < ASCII_LIMIT) {
        into[at++] = (byte) c;
      } else if (c < TWO_BYTE_LIMIT) {
        into[at++] = (byte) (0xC0 | (c >> 6));
        into[at++] = (byte) (CONTINUATION | (c & SIX_BITS));
      } else if (Character.isSurrogate(c)) {
        int point = codePoint(text, i, length, field);
        into[at++] = (byte) (0xF0 | (point >> 18));
        into[at++] = (byte) (CONTINUATION | ((point >> 12) & SIX_BITS));
        into[at++] = (byte) (CONTINUATION | ((point >> 6) & SIX_BITS));
        into[at++] = (byte) (CONTINUATION | (point & SIX_BITS));
        i++;
      } else {
        into[at++] = (byte) (0xE0 | (c >> 12));
        into[at++] = (byte) (CONTINUATION | ((c >> 6) & SIX_BITS));
        into[at++] = (byte) (CONTINUATION | (c & SIX_BITS));
      }
    }
    return at;
  }

  private static int codePoint(CharSequence text, int index, int length, String field) {
    char high = text.charAt(index);
    if (Character.isHighSurrogate(high) && index + 1 < length) {
      char low = text.charAt(index + 1);
      if (Character.isLowSurrogate(low)) {
        return Character.toCodePoint(high, low);
      }
    }
    throw new SerializationException(
        String.format(
            Locale.ROOT,
            "text has a surrogate without its other half: field=%s, index=%d, actual=0x%04X",
            field,
            index,
            (int) high));
  }

  /**
   * How many bytes a text takes; a surrogate that stands alone counts as three.
   *
   * @return bytes
   */
  static long length(CharSequence text) {
    long bytes = 0;
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < ASCII_LIMIT) {
        bytes++;
      } else if (c < TWO_BYTE_LIMIT) {
        bytes += 2;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        bytes += 4;
        i++;
      } else {
        bytes += MAX_BYTES_PER_CHAR;
      }
    }
    return bytes;
  }
}
