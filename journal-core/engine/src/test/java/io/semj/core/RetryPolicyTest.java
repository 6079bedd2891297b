package io.semj.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  @Test
  void shouldMultiplyTheDelayUpToTheLongest() {
    RetryPolicy policy =
        RetryPolicy.standard().withRetries(9, Duration.ofMillis(10), 2.5, Duration.ofMillis(100));
    assertThat(policy.delayNanos(1)).isEqualTo(10_000_000);
    assertThat(policy.delayNanos(2)).isEqualTo(25_000_000);
    assertThat(policy.delayNanos(3)).isEqualTo(62_500_000);
    assertThat(policy.delayNanos(4)).isEqualTo(100_000_000);
    assertThat(policy.delayNanos(100)).isEqualTo(100_000_000);
  }

  @Test
  void shouldNotOverflowOnTheSteepestBackoff() {
    RetryPolicy policy =
        RetryPolicy.standard().withRetries(100, Duration.ofDays(1), 100.0, Duration.ofDays(36_500));
    assertThat(policy.delayNanos(100)).isEqualTo(Duration.ofDays(36_500).toNanos());
  }
}
