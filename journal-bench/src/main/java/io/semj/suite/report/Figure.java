package io.semj.suite.report;

import java.util.Locale;

/** What a figure's name says: its unit, and whether more of it is better. */
public final class Figure {
  private static final double THOUSAND = 1_000;
  private static final double MILLION = 1_000_000;
  private static final double BILLION = 1_000_000_000;
  private static final int HUNDRED = 100;
  private static final int TEN = 10;

  private Figure() {}

  /**
   * The unit.
   *
   * @param name of the figure
   */
  public static String unit(String name) {
    String plain = name.startsWith("call_") ? name.substring("call_".length()) : name;
    if (plain.startsWith("p5") || plain.startsWith("p9") || plain.equals("max")) {
      return "ns";
    }
    if (name.endsWith("_per_s")) {
      return "1/s";
    }
    if (name.endsWith("_b_per_event")) {
      return "B";
    }
    if (name.endsWith("_ns_per_event") || name.endsWith("_ns_per_op")) {
      return "ns";
    }
    if (name.endsWith("_percent")) {
      return "%";
    }
    int last = name.lastIndexOf('_');
    String end = last < 0 ? "" : name.substring(last + 1);
    return switch (end) {
      case "ms", "us" -> end;
      case "mib" -> "MiB";
      default -> "";
    };
  }

  /**
   * Whether more of it is better.
   *
   * @param name of the figure
   */
  public static boolean moreIsBetter(String name) {
    return name.endsWith("_per_s") || name.equals("payload_to_disk") || name.equals("samples");
  }

  /**
   * A value for people: three digits that count, and a unit that fits.
   *
   * @param name of the figure
   * @param value of it
   */
  public static String format(String name, double value) {
    return switch (unit(name)) {
      case "ns" -> nanos(value);
      case "us" -> nanos(value * THOUSAND);
      case "ms" -> nanos(value * MILLION);
      case "1/s" -> count(value) + (name.startsWith("mb_") ? " MB/s" : "/s");
      case "B" -> digits(value) + " B";
      case "%" -> digits(value) + " %";
      case "MiB" -> digits(value) + " MiB";
      default -> count(value);
    };
  }

  /**
   * A time for people.
   *
   * @param nanos of it
   */
  public static String nanos(double nanos) {
    if (nanos < THOUSAND) {
      return digits(nanos) + " ns";
    }
    if (nanos < MILLION) {
      return digits(nanos / THOUSAND) + " µs";
    }
    return nanos < BILLION ? digits(nanos / MILLION) + " ms" : digits(nanos / BILLION) + " s";
  }

  private static String count(double value) {
    if (value < THOUSAND) {
      return digits(value);
    }
    if (value < MILLION) {
      return digits(value / THOUSAND) + " k";
    }
    return value < BILLION ? digits(value / MILLION) + " M" : digits(value / BILLION) + " G";
  }

  private static String digits(double value) {
    double size = Math.abs(value);
    int decimals = size >= HUNDRED || size == 0 ? 0 : size >= TEN ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
