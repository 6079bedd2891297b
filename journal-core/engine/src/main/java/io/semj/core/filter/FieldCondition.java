package io.semj.core.filter;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Arrays;
import org.agrona.DirectBuffer;

/** What a filter wants of one field of the context. Immutable. */
@FunctionalInterface
interface FieldCondition {
  /** Whether the field's value, stored as its wire type says, is wanted. */
  boolean matches(DirectBuffer buffer, int offset, int length);

  /** One of several numbers. */
  static FieldCondition anyNumber(long[] numbers) {
    long[] sorted = numbers.clone();
    Arrays.sort(sorted);
    return (buffer, offset, length) ->
        length == Long.BYTES
            && Arrays.binarySearch(sorted, buffer.getLong(offset, LITTLE_ENDIAN)) >= 0;
  }

  /** One of several texts, whole. */
  static FieldCondition anyText(byte[][] texts) {
    return (buffer, offset, length) -> {
      for (byte[] text : texts) {
        if (TextBytes.equal(buffer, offset, length, text)) {
          return true;
        }
      }
      return false;
    };
  }

  /** One of several texts, or of several patterns. */
  static FieldCondition anyPath(FieldCondition texts, GlobPattern[] patterns) {
    return (buffer, offset, length) -> {
      for (GlobPattern pattern : patterns) {
        if (pattern.matches(buffer, offset, length)) {
          return true;
        }
      }
      return texts.matches(buffer, offset, length);
    };
  }

  /** All of several words. */
  static FieldCondition allWords(byte[][] words) {
    return (buffer, offset, length) -> {
      for (byte[] word : words) {
        if (!TextBytes.containsWord(buffer, offset, length, word)) {
          return false;
        }
      }
      return true;
    };
  }
}
