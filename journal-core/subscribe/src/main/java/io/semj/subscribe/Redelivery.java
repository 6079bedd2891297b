package io.semj.subscribe;

import io.semj.error.ConfigurationException;
import java.time.Duration;

/**
 * What a subscription does when its listener throws: gives the same event again after a delay that
 * doubles each time, and ends when that was in vain. Events behind it wait meanwhile, other
 * subscriptions do not.
 *
 * @param attempts how often one event is delivered at most, from 1
 * @param firstDelay before the second attempt, above 0
 * @param longestDelay no delay is longer; not below the first
 */
public record Redelivery(int attempts, Duration firstDelay, Duration longestDelay) {
  /** One attempt: the subscription ends with the listener's first failure. */
  public static final Redelivery NONE =
      new Redelivery(1, Duration.ofMillis(10), Duration.ofMillis(10));

  private static final int MOST_DOUBLINGS = 40;

  /**
   * Checks the values.
   *
   * @throws ConfigurationException when one of them is out of its range
   */
  public Redelivery {
    if (attempts < 1) {
      throw new ConfigurationException("attempts", "1 or more", attempts);
    }
    if (firstDelay.isZero() || firstDelay.isNegative()) {
      throw new ConfigurationException("firstDelay", "above 0", firstDelay);
    }
    if (longestDelay.compareTo(firstDelay) < 0) {
      throw new ConfigurationException("longestDelay", "not below " + firstDelay, longestDelay);
    }
  }

  /**
   * Without an end: the event is delivered until the listener takes it.
   *
   * @param firstDelay before the second attempt
   * @param longestDelay no delay is longer
   * @return a policy
   */
  public static Redelivery untilTaken(Duration firstDelay, Duration longestDelay) {
    return new Redelivery(Integer.MAX_VALUE, firstDelay, longestDelay);
  }

  long delayNanos(int attempt) {
    long longest = longestDelay.toNanos();
    int doublings = Math.min(attempt - 1, MOST_DOUBLINGS);
    return firstDelay.toNanos() > longest >> doublings
        ? longest
        : firstDelay.toNanos() << doublings;
  }
}
