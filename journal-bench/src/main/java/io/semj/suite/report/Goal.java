package io.semj.suite.report;

import java.util.Locale;
import java.util.Optional;

/**
 * Something that this library wants to reach.
 *
 * @param text what
 * @param actual what was seen; empty when it was not measured
 * @param bound that is compared with
 * @param atMost whether the bound is the most, or the least
 * @param unit figure whose format both have; empty for ratios
 */
public record Goal(
    String text, Optional<Double> actual, double bound, boolean atMost, String unit) {

  /** Whether it was reached; false also when it was not measured. */
  public boolean reached() {
    return actual.isPresent() && (atMost ? actual.get() <= bound : actual.get() >= bound);
  }

  /** What was seen, for people. */
  public String seen() {
    return actual.map(this::format).orElse("not measured");
  }

  /** What is wanted, for people. */
  public String wanted() {
    return (atMost ? "at most " : "at least ") + format(bound);
  }

  private String format(double value) {
    return unit.isEmpty()
        ? String.format(Locale.ROOT, "%.2f times", value)
        : Figure.format(unit, value);
  }
}
