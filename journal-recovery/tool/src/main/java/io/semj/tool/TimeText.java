package io.semj.tool;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Times and durations, as people write them. All times are UTC. */
public final class TimeText {
  private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,9})\\s*([a-z]+)");

  /** As {@code timestamp_ns} has them: fewer digits are more likely seconds or a typing error. */
  private static final Pattern NANOSECONDS = Pattern.compile("-?\\d{16,19}");

  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));
  private static final long NANOS = 1_000_000_000L;

  private TimeText() {}

  /** A duration such as {@code 10ms}, {@code 3s}, {@code 5m}, {@code 1h}, {@code 7d}. */
  public static final class OfDuration implements ITypeConverter<Duration> {
    /** Made by the command line. */
    public OfDuration() {}

    @Override
    public Duration convert(String text) {
      return duration(text);
    }
  }

  /**
   * A time in nanoseconds since 1970: {@code 2026-11-21}, {@code 2026-11-21T05:04}, {@code
   * 2026-11-21T05:04:05.123Z}, with an offset, {@code @} and seconds since 1970, the nanoseconds
   * themselves in full, or a duration, which is that long ago.
   */
  public static final class OfInstant implements ITypeConverter<Long> {
    /** Made by the command line. */
    public OfInstant() {}

    @Override
    public Long convert(String text) {
      return epochNanos(text, Instant.now());
    }
  }

  static Duration duration(String text) {
    Matcher matcher = NUMBER_AND_UNIT.matcher(text.toLowerCase(Locale.ROOT));
    Duration unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
    if (unit == null) {
      throw new TypeConversionException(
          "'" + text + "' is no duration such as 10ms, 3s, 5m, 1h or 7d");
    }
    return unit.multipliedBy(Long.parseLong(matcher.group(1)));
  }

  static long epochNanos(String text, Instant now) {
    try {
      Instant instant = instant(text, now);
      return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS), instant.getNano());
    } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
      throw new TypeConversionException(
          "'"
              + text
              + "' is no time such as 2026-11-21, 2026-11-21T05:04:05.5Z, @1795237445 or 10m,"
              + " which is ten minutes ago");
    }
  }

  private static Instant instant(String text, Instant now) {
    if (text.startsWith("@")) {
      BigDecimal seconds = new BigDecimal(text.substring(1));
      return ofNanos(seconds.movePointRight(9).longValueExact());
    }
    if (NANOSECONDS.matcher(text).matches()) {
      return ofNanos(Long.parseLong(text));
    }
    if (NUMBER_AND_UNIT.matcher(text.toLowerCase(Locale.ROOT)).matches()) {
      return now.minus(duration(text));
    }
    String iso = text.replace(' ', 'T');
    if (iso.indexOf('T') < 0) {
      return LocalDate.parse(iso).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    int zone = Math.max(iso.indexOf('Z'), Math.max(iso.lastIndexOf('+'), iso.lastIndexOf('-')));
    return zone > iso.indexOf('T')
        ? OffsetDateTime.parse(iso).toInstant()
        : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
  }

  private static Instant ofNanos(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
  }

  /**
   * A time in the form that {@code --since} takes.
   *
   * @param epochNanos since 1970
   * @return ISO-8601 in UTC
   */
  public static String format(long epochNanos) {
    return ofNanos(epochNanos).toString();
  }
}
