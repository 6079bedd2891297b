package io.semj.suite.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdleTimeTest {
  private static final long MILLI = 1_000_000;

  @BeforeEach
  void assumeThatThreadsAreTimed() {
    assumeTrue(ThreadTimes.isSupported());
  }

  @Test
  void shouldTellTheTimeOfThreadsThatWereBegunSinceFromThatOfAllOthers()
      throws InterruptedException {
    IdleTime idle = new IdleTime();
    AtomicBoolean ended = new AtomicBoolean();
    AtomicLong turns = new AtomicLong();
    CountDownLatch running = new CountDownLatch(1);
    Thread busy =
        new Thread(
            () -> {
              running.countDown();
              while (!ended.get()) {
                turns.incrementAndGet();
              }
            });
    busy.start();
    running.await();
    Map<String, Double> figures = idle.measure(0, 50 * MILLI, new Outcome()).figures();
    ended.set(true);
    busy.join();
    double own = figures.get("idle_cpu_percent");
    double jvm = figures.get("idle_jvm_cpu_percent");
    assertThat(own).isPositive();
    assertThat(figures.get("idle_process_cpu_percent")).isGreaterThanOrEqualTo(own);
    assertThat(jvm).isNotNegative();
  }

  @Test
  void shouldTakeNothingForThreadsThatWereThereBefore() {
    ThreadTimes before = ThreadTimes.now();
    IdleTime.pause(5 * MILLI);
    assertThat(ThreadTimes.now().since(before, before.threads())).isNotNegative();
    assertThat(before.since(before)).isZero();
    assertThat(before.since(before, Set.of())).isZero();
  }
}
