package io.semj.core.filter;

import org.agrona.DirectBuffer;

/**
 * A path pattern with the syntax and meaning of {@code "glob:"} in {@link
 * java.nio.file.FileSystem#getPathMatcher}, applied to bytes of UTF-8 without decoding them into
 * objects: {@code *} stands for anything within one segment of the path, {@code **} for anything
 * across segments, {@code ?} for one character but {@code /}, {@code [a-z]} and {@code [!a-z]} for
 * one of or not of those but {@code /}, <code>{a,b}</code> for either, and {@code \} takes the
 * special meaning away from what follows. Bytes that are no UTF-8 match wildcards only. Immutable.
 */
final class GlobPattern {
  private static final int SLASH = '/';

  private final String text;
  private final GlobToken[][] alternatives;

  GlobPattern(String text) {
    this.text = text;
    this.alternatives = GlobParser.parse(text);
  }

  boolean matches(DirectBuffer buffer, int offset, int length) {
    for (GlobToken[] tokens : alternatives) {
      if (matches(tokens, buffer, offset, offset + length)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Goes through pattern and path together. Where they part it goes back to the last star and lets
   * that take one character more: earlier ones never need to, but for the last double star, because
   * what stood between is met at the earliest place already.
   */
  private static boolean matches(GlobToken[] tokens, DirectBuffer buffer, int from, int end) {
    int token = 0;
    int at = from;
    int star = -1;
    int starAt = 0;
    int doubleStar = -1;
    int doubleStarAt = 0;
    while (true) {
      if (token < tokens.length && tokens[token].isStar()) {
        if (tokens[token].isDouble()) {
          doubleStar = ++token;
          doubleStarAt = at;
          star = -1;
        } else {
          star = ++token;
          starAt = at;
        }
        continue;
      }
      if (at < end && token < tokens.length) {
        int point = codePoint(buffer, at, end);
        if (tokens[token].takes(point)) {
          token++;
          at += width(point);
          continue;
        }
      } else if (at == end && token == tokens.length) {
        return true;
      }
      if (star >= 0 && starAt < end && codePoint(buffer, starAt, end) != SLASH) {
        starAt += width(codePoint(buffer, starAt, end));
        at = starAt;
        token = star;
      } else if (doubleStar >= 0 && doubleStarAt < end) {
        doubleStarAt += width(codePoint(buffer, doubleStarAt, end));
        at = doubleStarAt;
        token = doubleStar;
        star = -1;
      } else {
        return false;
      }
    }
  }

  /** The character at a place, or a negative number for one byte that begins none. */
  private static int codePoint(DirectBuffer buffer, int at, int end) {
    int first = buffer.getByte(at);
    if (first >= 0) {
      return first;
    }
    int count = first >> 5 == -2 ? 1 : first >> 4 == -2 ? 2 : first >> 3 == -2 ? 3 : 0;
    if (count == 0 || at + count >= end) {
      return first;
    }
    int point = first & (0x3F >> count);
    for (int i = 1; i <= count; i++) {
      int next = buffer.getByte(at + i);
      if ((next & 0xC0) != 0x80) {
        return first;
      }
      point = (point << 6) | (next & 0x3F);
    }
    // A longer form than needed would not be as many bytes wide as its value says.
    return width(point) == count + 1 ? point : first;
  }

  private static int width(int point) {
    if (point < 0x80) {
      return 1;
    }
    return point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }

  @Override
  public String toString() {
    return text;
  }
}
