package io.semj.core;

import io.semj.error.ConfigurationException;
import java.time.Duration;

/** The rules that settings obey; a broken one names the setting, the rule and the value. */
final class Checks {
  /** Longer durations would overflow when counted in nanoseconds and added to a clock. */
  static final Duration LONGEST = Duration.ofDays(36_500);

  private Checks() {}

  static void rule(boolean kept, Setting setting, String expected, Object actual) {
    if (!kept) {
      throw new ConfigurationException(setting.key(), expected, actual);
    }
  }

  static void present(Setting setting, Object value) {
    // The message says what is missing; the class of a value that is not there would say nothing.
    rule(value != null, setting, "a value", "none");
  }

  static void atLeast(Setting setting, long value, long lowest) {
    rule(value >= lowest, setting, "at least " + lowest, value);
  }

  static void within(Setting setting, long value, long lowest, long highest) {
    rule(value >= lowest && value <= highest, setting, lowest + ".." + highest, value);
  }

  static void within(Setting setting, double value, double lowest, double highest) {
    rule(value >= lowest && value <= highest, setting, lowest + ".." + highest, value);
  }

  static void positive(Setting setting, Duration value) {
    upTo(setting, value, LONGEST);
  }

  /** Above zero and no longer than {@code longest}. */
  static void upTo(Setting setting, Duration value, Duration longest) {
    present(setting, value);
    rule(
        value.compareTo(Duration.ZERO) > 0 && value.compareTo(longest) <= 0,
        setting,
        "above 0 and at most " + Units.formatDuration(longest),
        Units.formatDuration(value));
  }

  static void zeroOrPositive(Setting setting, Duration value) {
    present(setting, value);
    rule(
        !value.isNegative() && value.compareTo(LONGEST) <= 0,
        setting,
        "0 to " + Units.formatDuration(LONGEST),
        Units.formatDuration(value));
  }
}
