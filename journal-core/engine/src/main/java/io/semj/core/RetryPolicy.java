package io.semj.core;

import java.time.Duration;

/**
 * How storage operations that failed, but may pass, are tried again. Retries wait {@code delay},
 * then {@code backoffFactor} times as long each time, up to {@code maxDelay}. After {@code
 * breakerThreshold} operations in a row that failed with all their retries, the circuit breaker
 * opens: operations fail at once until {@code breakerReset} has passed; then one is let through,
 * and its outcome closes or reopens the breaker.
 *
 * @param maxRetries after the first attempt; 0 to 100, 0 for none
 * @param delay before the first retry, from 0
 * @param backoffFactor of each delay to the one before, 1 to 100
 * @param maxDelay no delay is longer; not below {@code delay}
 * @param breakerThreshold failed operations in a row that open the breaker, from 1
 * @param breakerReset how long it stays open, above 0
 */
public record RetryPolicy(
    int maxRetries,
    Duration delay,
    double backoffFactor,
    Duration maxDelay,
    int breakerThreshold,
    Duration breakerReset) {

  /**
   * Checks the values.
   *
   * @throws io.semj.error.ConfigurationException when one of them is out of its range
   */
  public RetryPolicy {
    Checks.within(Setting.RETRY_MAX, maxRetries, 0, 100);
    Checks.zeroOrPositive(Setting.RETRY_DELAY, delay);
    Checks.within(Setting.RETRY_FACTOR, backoffFactor, 1.0, 100.0);
    Checks.zeroOrPositive(Setting.RETRY_MAX_DELAY, maxDelay);
    Checks.rule(
        maxDelay.compareTo(delay) >= 0,
        Setting.RETRY_MAX_DELAY,
        "not below " + Setting.RETRY_DELAY.key() + "=" + Units.formatDuration(delay),
        Units.formatDuration(maxDelay));
    Checks.atLeast(Setting.BREAKER_THRESHOLD, breakerThreshold, 1);
    Checks.positive(Setting.BREAKER_RESET, breakerReset);
  }

  /**
   * Three retries after 10, 20 and 40 ms; the breaker opens after 5 failures for 30 s.
   *
   * @return the default policy
   */
  public static RetryPolicy standard() {
    return new RetryPolicy(
        3, Duration.ofMillis(10), 2.0, Duration.ofSeconds(1), 5, Duration.ofSeconds(30));
  }

  /**
   * How long to wait before a retry.
   *
   * @param retry 1 for the first
   * @return nanoseconds
   */
  public long delayNanos(int retry) {
    double nanos = (double) delay.toNanos() * Math.pow(backoffFactor, retry - 1);
    return (long) Math.min(nanos, (double) maxDelay.toNanos());
  }

  /**
   * This policy with other retries.
   *
   * @param retries after the first attempt
   * @param first delay before the first of them
   * @param factor of each delay to the one before
   * @param longest no delay is longer
   * @return a new policy
   */
  public RetryPolicy withRetries(int retries, Duration first, double factor, Duration longest) {
    return new RetryPolicy(retries, first, factor, longest, breakerThreshold, breakerReset);
  }

  /**
   * This policy with another circuit breaker.
   *
   * @param threshold failed operations in a row that open it
   * @param reset how long it stays open
   * @return a new policy
   */
  public RetryPolicy withBreaker(int threshold, Duration reset) {
    return new RetryPolicy(maxRetries, delay, backoffFactor, maxDelay, threshold, reset);
  }
}
