package io.semj.core.filter;

import org.agrona.DirectBuffer;

/** Compares and searches text as its bytes of UTF-8, without decoding or allocating. */
final class TextBytes {
  private TextBytes() {}

  static boolean equal(DirectBuffer buffer, int offset, int length, byte[] text) {
    if (length != text.length) {
      return false;
    }
    return startsWith(buffer, offset, text);
  }

  /** The offset of the first occurrence at or behind {@code from}, or -1. */
  static int indexOf(DirectBuffer buffer, int from, int end, byte[] text) {
    int last = end - text.length;
    for (int at = from; at <= last; at++) {
      if (startsWith(buffer, at, text)) {
        return at;
      }
    }
    return -1;
  }

  /** Whether a text stands somewhere with nothing of a word next to it on either side. */
  static boolean containsWord(DirectBuffer buffer, int offset, int length, byte[] word) {
    int end = offset + length;
    int at = indexOf(buffer, offset, end, word);
    while (at >= 0) {
      int behind = at + word.length;
      if ((at == offset || separates(buffer.getByte(at - 1)))
          && (behind == end || separates(buffer.getByte(behind)))) {
        return true;
      }
      at = indexOf(buffer, at + 1, end, word);
    }
    return false;
  }

  private static boolean separates(byte b) {
    return switch (b) {
      case '"', ',', ';', ' ', '[', ']', '{', '}', ':', '\t', '\n', '\r' -> true;
      default -> false;
    };
  }

  private static boolean startsWith(DirectBuffer buffer, int offset, byte[] text) {
    for (int i = 0; i < text.length; i++) {
      if (buffer.getByte(offset + i) != text[i]) {
        return false;
      }
    }
    return true;
  }
}
