package io.semj.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.semj.core.DropReason;
import io.semj.core.JournalMetrics;
import io.semj.error.ErrorCategory;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsConcurrencyTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 50_000;

  private final MetricsRecorder recorder = new MetricsRecorder(0);
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  @Test
  void shouldLoseNothingThatSeveralThreadsRecordWhileAnotherTakesSnapshots() throws Exception {
    List<Future<?>> recording = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      recording.add(threads.submit(this::recordFromAnyThread));
    }
    recording.add(threads.submit(this::recordAsTheWriter));
    while (!recording.stream().allMatch(Future::isDone)) {
      recorder.snapshot(0, 0, 0, 0, 1);
    }
    for (Future<?> future : recording) {
      future.get();
    }

    long all = (long) THREADS * ROUNDS;
    JournalMetrics metrics = recorder.snapshot(0, 0, 0, 0, 1);
    assertThat(metrics.emissionLatency().samples()).isEqualTo(all);
    assertThat(metrics.sync().samples()).isEqualTo(all);
    assertThat(metrics.events())
        .isEqualTo(new JournalMetrics.Events(0, 0, 0, 0, 2 * all, all, 3 * all));
    assertThat(metrics.errors()).isEqualTo(Map.of(ErrorCategory.INTERNAL, all));
    assertThat(metrics.batches()).isEqualTo(new JournalMetrics.Batches(ROUNDS, 10, 10, 5));
    assertThat(metrics.storage().compressionRatio()).isEqualTo(4);
  }

  @Test
  void shouldCountEveryLatencyOnceAlsoAcrossResets() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    Callable<Long> recordUntilDone =
        () -> {
          long count = 0;
          while (!done.get()) {
            recorder.emissionLatency(100);
            count++;
          }
          return count;
        };
    Future<Long> recorded = threads.submit(recordUntilDone);
    long last = 0;
    for (int i = 0; i < 200; i++) {
      recorder.reset(0, 0, 1);
      long samples = recorder.snapshot(0, 0, 0, 0, 1).emissionLatency().samples();
      assertThat(samples).isGreaterThanOrEqualTo(0);
      last += samples;
    }
    done.set(true);
    assertThat(last).isLessThanOrEqualTo(recorded.get());
  }

  private void recordFromAnyThread() {
    for (int i = 0; i < ROUNDS; i++) {
      recorder.emissionLatency(i);
      recorder.sync(i);
      recorder.dropped(DropReason.SHED, 2);
      recorder.retried();
      recorder.failed(3);
      recorder.error(ErrorCategory.INTERNAL);
    }
  }

  private void recordAsTheWriter() {
    for (int i = 0; i < ROUNDS; i++) {
      recorder.batch(10, 4_000, 1_000, 5);
    }
  }

  @Test
  void shouldAllocateNothingWhileRecording() {
    ThreadMXBean beans = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    recordFromAnyThread();
    recordAsTheWriter();
    long thread = Thread.currentThread().getId();
    long before = beans.getThreadAllocatedBytes(thread);
    recordFromAnyThread();
    recordAsTheWriter();
    long allocated = beans.getThreadAllocatedBytes(thread) - before;
    // Far below one byte a round; what there is belongs to the measurement.
    assertThat(allocated).isLessThan(ROUNDS / 10);
  }
}
