package io.semj.core;

import io.semj.error.ConfigurationException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them: {@code 10ms}, {@code PT0.01S}, {@code 64KiB}. */
final class Units {
  private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d+)\\s*([a-z]*)");
  private static final String DURATION_RULE = "a duration such as 10ms, 60s, 5m, 1h, 7d or PT0.01S";
  private static final String SIZE_RULE =
      "a size such as 4096, 64KiB, 16MiB, 1GiB, 64KB, 16MB or 1GB";

  /** Smallest first. */
  private static final Map<String, Long> NANOS = new LinkedHashMap<>();

  /** Smallest first; a size is printed in these. */
  private static final Map<String, Long> BINARY = new LinkedHashMap<>();

  /** What is understood, in lower case. */
  private static final Map<String, Long> BYTES = new LinkedHashMap<>();

  static {
    NANOS.put("ns", 1L);
    NANOS.put("us", 1_000L);
    NANOS.put("ms", 1_000_000L);
    NANOS.put("s", 1_000_000_000L);
    NANOS.put("m", 60_000_000_000L);
    NANOS.put("h", 3_600_000_000_000L);
    NANOS.put("d", 86_400_000_000_000L);
    BINARY.put("", 1L);
    BINARY.put("KiB", 1L << 10);
    BINARY.put("MiB", 1L << 20);
    BINARY.put("GiB", 1L << 30);
    BINARY.put("TiB", 1L << 40);
    BINARY.forEach((unit, bytes) -> BYTES.put(unit.toLowerCase(Locale.ROOT), bytes));
    BYTES.put("b", 1L);
    BYTES.put("kb", 1_000L);
    BYTES.put("mb", 1_000_000L);
    BYTES.put("gb", 1_000_000_000L);
    BYTES.put("tb", 1_000_000_000_000L);
  }

  private Units() {}

  static Duration parseDuration(String key, String text) {
    String plain = text.toLowerCase(Locale.ROOT);
    if (plain.startsWith("p") || plain.startsWith("-p")) {
      try {
        return Duration.parse(text);
      } catch (DateTimeParseException e) {
        throw refused(key, DURATION_RULE, text);
      }
    }
    return Duration.ofNanos(plain.equals("0") ? 0 : parse(key, text, NANOS, DURATION_RULE));
  }

  static long parseSize(String key, String text) {
    return parse(key, text, BYTES, SIZE_RULE);
  }

  private static long parse(String key, String text, Map<String, Long> units, String rule) {
    Matcher matcher = NUMBER_AND_UNIT.matcher(text.toLowerCase(Locale.ROOT));
    Long unit = matcher.matches() ? units.get(matcher.group(2)) : null;
    if (unit == null) {
      throw refused(key, rule, text);
    }
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
    } catch (ArithmeticException | NumberFormatException e) {
      throw refused(key, rule, text);
    }
  }

  private static ConfigurationException refused(String key, String rule, String text) {
    return new ConfigurationException(key, rule, text);
  }

  /** In the largest unit that needs no fraction; ISO-8601 where there is none. */
  static String formatDuration(Duration duration) {
    if (duration.isNegative() || duration.compareTo(Checks.LONGEST) > 0) {
      return duration.toString();
    }
    return format(duration.toNanos(), NANOS);
  }

  static String formatSize(long bytes) {
    return format(bytes, BINARY);
  }

  private static String format(long value, Map<String, Long> units) {
    if (value == 0) {
      return "0";
    }
    String text = Long.toString(value);
    for (Map.Entry<String, Long> unit : units.entrySet()) {
      if (value % unit.getValue() == 0) {
        text = value / unit.getValue() + unit.getKey();
      }
    }
    return text;
  }
}
