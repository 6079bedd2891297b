package io.semj.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchLimitTest {
  @Test
  void shouldDoubleWhileTheBacklogFillsTheNextBatchTooUpToSixteenfold() {
    BatchLimit limit = new BatchLimit(100);
    for (int expected : new int[] {200, 400, 800, 1_600, 1_600}) {
      limit.closed(limit.current(), 10_000);
      assertThat(limit.current()).isEqualTo(expected);
    }
  }

  @Test
  void shouldComeBackToWhatIsConfiguredWhenBatchesRunShort() {
    BatchLimit limit = new BatchLimit(100);
    for (int i = 0; i < 4; i++) {
      limit.closed(limit.current(), 10_000);
    }
    for (int expected : new int[] {800, 400, 200, 100, 100}) {
      limit.closed(1, 0);
      assertThat(limit.current()).isEqualTo(expected);
    }
  }

  @Test
  void shouldStayAsItIsInBetween() {
    BatchLimit limit = new BatchLimit(100);
    limit.closed(100, 10_000);
    limit.closed(150, 50);
    assertThat(limit.current()).isEqualTo(200);
  }

  @Property
  void shouldStayBetweenTheConfiguredNumberAndSixteenTimesIt(
      @ForAll @IntRange(min = 1, max = 1 << 24) int configured,
      @ForAll @IntRange(min = 0, max = 1 << 24) int[] events,
      @ForAll @IntRange(min = -64, max = 1 << 24) int backlog) {
    BatchLimit limit = new BatchLimit(configured);
    for (int count : events) {
      limit.closed(count, backlog);
      assertThat(limit.current()).isBetween(configured, 16 * configured);
    }
  }
}
