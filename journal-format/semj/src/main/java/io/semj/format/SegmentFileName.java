package io.semj.format;

import java.util.OptionalLong;

/**
 * The name of a segment file: its first sequence in 20 decimal digits, so that names sort as
 * sequences do, and the suffix {@value #SUFFIX}.
 */
public final class SegmentFileName {
  /** What every name ends with. */
  public static final String SUFFIX = ".semj";

  private static final int DIGITS = 20;

  private SegmentFileName() {}

  /**
   * The name of the segment that begins with a sequence.
   *
   * @param firstSequence not negative
   * @return the file name, without a directory
   */
  public static String format(long firstSequence) {
    if (firstSequence < 0) {
      throw new IllegalArgumentException(
          "sequence must not be negative: firstSequence=" + firstSequence);
    }
    String digits = Long.toString(firstSequence);
    return "0".repeat(DIGITS - digits.length()) + digits + SUFFIX;
  }

  /**
   * The first sequence of the segment with a name.
   *
   * @param name a file name, without a directory
   * @return empty if it is no segment's name
   */
  public static OptionalLong parse(String name) {
    if (name.length() != DIGITS + SUFFIX.length() || !name.endsWith(SUFFIX)) {
      return OptionalLong.empty();
    }
    long value = 0;
    for (int i = 0; i < DIGITS; i++) {
      int digit = name.charAt(i) - '0';
      if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
        return OptionalLong.empty();
      }
      value = value * 10 + digit;
    }
    return OptionalLong.of(value);
  }
}
