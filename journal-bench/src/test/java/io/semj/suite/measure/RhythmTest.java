package io.semj.suite.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.suite.subject.Producer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class RhythmTest {
  private static final long MILLI = 1_000_000;

  private final Histogram service = Latencies.histogram();
  private final Histogram response = Latencies.histogram();

  /** Holds its caller once, for 20 ms. */
  private static Producer hiccup() {
    AtomicInteger calls = new AtomicInteger();
    return () -> {
      if (calls.incrementAndGet() == 10) {
        long end = System.nanoTime() + 20 * MILLI;
        while (System.nanoTime() - end < 0) {
          LockSupport.parkNanos(end - System.nanoTime());
        }
      }
    };
  }

  private static long above(Histogram histogram, long nanos) {
    return histogram.getCountBetweenValues(nanos, Long.MAX_VALUE);
  }

  @Test
  void shouldCountTheWaitingOfEventsThatWereDueBehindASlowOne() throws IOException {
    Rhythm.PACED.run(hiccup(), 1, 40 * MILLI, service, response);
    assertThat(response.getTotalCount()).isEqualTo(service.getTotalCount()).isEqualTo(4_000);
    assertThat(above(service, 10 * MILLI)).isPositive();
    assertThat(above(response, 10 * MILLI)).isGreaterThan(above(service, 10 * MILLI) + 500);
  }

  @Test
  void shouldRecordEveryCallOfABurst() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    Rhythm.BURSTS.run(calls::incrementAndGet, 4, MILLI, service, service);
    assertThat(calls.get()).isEqualTo(1_024);
    assertThat(service.getTotalCount()).isEqualTo(1_024);
  }

  @Test
  void shouldEmitOnceWhenThereIsNoTimeAtAll() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    Rhythm.SATURATED.run(calls::incrementAndGet, 1, 0, service, service);
    assertThat(calls.get()).isEqualTo(1);
  }

  @Test
  void shouldFailAllThreadsWhenOneFails() {
    AtomicInteger arrived = new AtomicInteger();
    assertThatThrownBy(
            () ->
                Threads.run(
                    3,
                    start -> {
                      if (arrived.getAndIncrement() == 1) {
                        throw new IOException("gone");
                      }
                      start.await();
                      return 1;
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("a producer failed");
  }

  @Test
  void shouldGiveTheResultsOfAllThreads() throws IOException {
    AtomicInteger next = new AtomicInteger();
    List<Integer> results =
        Threads.run(
            3,
            start -> {
              start.await();
              return next.incrementAndGet();
            });
    assertThat(results).containsExactlyInAnyOrder(1, 2, 3);
  }
}
