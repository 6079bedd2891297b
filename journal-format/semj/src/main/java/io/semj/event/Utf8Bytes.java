package io.semj.event;

/**
 * Whether bytes are UTF-8: every sequence whole and no longer than it need be, no surrogates,
 * nothing above U+10FFFF. Allocates nothing.
 */
final class Utf8Bytes {
  private Utf8Bytes() {}

  /**
   * Looks for what is no UTF-8.
   *
   * @param bytes that hold the text
   * @param from offset of its first byte
   * @param to offset behind its last byte
   * @return the offset of the first sequence that is none, -1 if there is none
   */
  static int firstInvalid(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      int length = sequence(bytes, at, to);
      if (length == 0) {
        return at;
      }
      at += length;
    }
    return -1;
  }

  /** How long the sequence at a place is, 0 if it is none. */
  private static int sequence(byte[] bytes, int at, int to) {
    int first = bytes[at];
    if (first >= 0) {
      return 1;
    }
    int lead = first & 0xFF;
    if (lead < 0xC2 || lead > 0xF4) {
      return 0;
    }
    int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (length > to - at || !isSecond(lead, bytes[at + 1] & 0xFF)) {
      return 0;
    }
    for (int i = 2; i < length; i++) {
      if ((bytes[at + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /** The second byte tells overlong forms, surrogates and what is above Unicode. */
  private static boolean isSecond(int lead, int second) {
    return switch (lead) {
      case 0xE0 -> second >= 0xA0 && second <= 0xBF;
      case 0xED -> second >= 0x80 && second <= 0x9F;
      case 0xF0 -> second >= 0x90 && second <= 0xBF;
      case 0xF4 -> second >= 0x80 && second <= 0x8F;
      default -> second >= 0x80 && second <= 0xBF;
    };
  }
}
