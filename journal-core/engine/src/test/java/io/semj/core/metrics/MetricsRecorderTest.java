package io.semj.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.semj.core.DropReason;
import io.semj.core.JournalMetrics;
import io.semj.error.ErrorCategory;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsRecorderTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long START = 77 * SECOND;

  private final MetricsRecorder recorder = new MetricsRecorder(START);

  private JournalMetrics snapshotAt(long nowNanos) {
    return recorder.snapshot(0, 0, 0, 0, nowNanos);
  }

  @Test
  void shouldBeAllZeroBeforeAnythingHappens() {
    JournalMetrics.Latency none = new JournalMetrics.Latency(0, 0, 0, 0, 0, 0, 0, 0);
    assertThat(snapshotAt(START))
        .isEqualTo(
            new JournalMetrics(
                new JournalMetrics.Events(0, 0, 0, 0, 0, 0, 0),
                none,
                new JournalMetrics.Throughput(0, 0, 0),
                new JournalMetrics.Batches(0, 0, 0, 0),
                new JournalMetrics.Storage(0, 0, 1, 0),
                none,
                Map.of()));
  }

  @Test
  void shouldTellThePercentilesOfEmissions() {
    for (int nanos = 1_000; nanos >= 1; nanos--) {
      recorder.emissionLatency(nanos);
    }
    JournalMetrics.Latency latency = snapshotAt(START).emissionLatency();
    assertThat(latency)
        .isEqualTo(new JournalMetrics.Latency(1_000, 1, 500.5, 500, 950, 990, 999, 1_000));
  }

  @Test
  void shouldKeepThreeDigitsOfLongLatencies() {
    recorder.emissionLatency(123_456_789);
    JournalMetrics.Latency latency = snapshotAt(START).emissionLatency();
    assertThat((double) latency.p50()).isCloseTo(123_456_789, within(123_456.8));
    assertThat((double) latency.max()).isCloseTo(123_456_789, within(123_456.8));
  }

  @Test
  void shouldTakeLatenciesOutsideItsRangeAsItsEnds() {
    recorder.emissionLatency(-5);
    recorder.emissionLatency(Long.MAX_VALUE);
    JournalMetrics.Latency latency = snapshotAt(START).emissionLatency();
    assertThat(latency.samples()).isEqualTo(2);
    assertThat(latency.min()).isZero();
    assertThat((double) latency.max()).isCloseTo(3.6e12, within(3.6e9));
  }

  @Test
  void shouldAddUpLatenciesOverSnapshots() {
    recorder.emissionLatency(10);
    snapshotAt(START);
    recorder.emissionLatency(20);
    snapshotAt(START);
    JournalMetrics.Latency latency = snapshotAt(START).emissionLatency();
    assertThat(latency.samples()).isEqualTo(2);
    assertThat(latency.min()).isEqualTo(10);
    assertThat(latency.max()).isEqualTo(20);
  }

  @Test
  void shouldCountBatches() {
    recorder.batch(100, 30_000, 10_000, 5_000);
    recorder.batch(50, 15_000, 5_000, 2_000);
    JournalMetrics metrics = recorder.snapshot(150, 150, 4_096, 0.25, START + 2 * SECOND);
    assertThat(metrics.batches()).isEqualTo(new JournalMetrics.Batches(2, 75, 100, 3_500));
    assertThat(metrics.storage()).isEqualTo(new JournalMetrics.Storage(4_096, 0.25, 3, 7_500));
  }

  @Test
  void shouldCountWhatBecameOfEvents() {
    recorder.dropped(DropReason.NEWEST, 3);
    recorder.dropped(DropReason.OLDEST, 4);
    recorder.dropped(DropReason.SHED, 5);
    recorder.dropped(DropReason.SHED, 1);
    recorder.retried();
    recorder.failed(7);
    JournalMetrics.Events events = recorder.snapshot(1_000, 900, 0, 0, START).events();
    assertThat(events).isEqualTo(new JournalMetrics.Events(1_000, 900, 3, 4, 6, 1, 7));
    assertThat(events.dropped()).isEqualTo(13);
  }

  @Test
  void shouldTimeSyncs() {
    recorder.sync(1_000);
    recorder.sync(2_000);
    JournalMetrics.Latency sync = snapshotAt(START).sync();
    assertThat(sync)
        .isEqualTo(new JournalMetrics.Latency(2, 1_000, 1_500, 1_000, 2_000, 2_000, 2_000, 2_000));
  }

  @Test
  void shouldCountErrorsByCategory() {
    recorder.error(ErrorCategory.STORAGE);
    recorder.error(ErrorCategory.TIMEOUT);
    recorder.error(ErrorCategory.STORAGE);
    assertThat(snapshotAt(START).errors())
        .containsOnly(Map.entry(ErrorCategory.STORAGE, 2L), Map.entry(ErrorCategory.TIMEOUT, 1L));
  }

  @Test
  void shouldTellCurrentPeakAndMeanThroughput() {
    recorder.tick(START + SECOND, 1_000);
    recorder.tick(START + 2 * SECOND, 5_000);
    recorder.tick(START + 4 * SECOND, 6_000);
    assertThat(recorder.snapshot(6_000, 0, 0, 0, START + 6 * SECOND).throughput())
        .isEqualTo(new JournalMetrics.Throughput(500, 4_000, 1_000));
  }

  @Test
  void shouldTellTheMeanThroughputUntilTheFirstTick() {
    assertThat(recorder.snapshot(600, 0, 0, 0, START + SECOND / 2).throughput())
        .isEqualTo(new JournalMetrics.Throughput(1_200, 1_200, 1_200));
  }

  @Test
  void shouldIgnoreATickAtTheTimeOfTheLast() {
    recorder.tick(START + SECOND, 1_000);
    recorder.tick(START + SECOND, 2_000);
    recorder.tick(START + 2 * SECOND, 3_000);
    assertThat(recorder.snapshot(3_000, 0, 0, 0, START + 2 * SECOND).throughput())
        .isEqualTo(new JournalMetrics.Throughput(2_000, 2_000, 1_500));
  }

  @Test
  void shouldBeginAnewAfterAReset() {
    record(1);
    recorder.tick(START + SECOND, 1_000);
    recorder.reset(1_000, 900, START + SECOND);
    JournalMetrics fresh = new MetricsRecorder(START).snapshot(0, 0, 8, 0.5, START);
    assertThat(recorder.snapshot(1_000, 900, 8, 0.5, START + SECOND)).isEqualTo(fresh);

    record(1);
    recorder.tick(START + 2 * SECOND, 1_500);
    JournalMetrics metrics = recorder.snapshot(1_500, 1_300, 8, 0.5, START + 3 * SECOND);
    assertThat(metrics.events()).isEqualTo(new JournalMetrics.Events(500, 400, 1, 0, 0, 1, 1));
    assertThat(metrics.emissionLatency().samples()).isEqualTo(1);
    assertThat(metrics.throughput()).isEqualTo(new JournalMetrics.Throughput(500, 500, 250));
    assertThat(metrics.batches()).isEqualTo(new JournalMetrics.Batches(1, 1, 1, 1));
    assertThat(metrics.storage()).isEqualTo(new JournalMetrics.Storage(8, 0.5, 1, 0.5));
    assertThat(metrics.sync().samples()).isEqualTo(1);
    assertThat(metrics.errors()).isEqualTo(Map.of(ErrorCategory.STORAGE, 1L));
  }

  @Test
  void shouldForgetTheLargestBatchAtAReset() {
    recorder.batch(100, 1, 1, 1);
    recorder.reset(0, 0, START);
    recorder.batch(7, 1, 1, 1);
    recorder.batch(3, 1, 1, 1);
    assertThat(snapshotAt(START).batches().largestEvents()).isEqualTo(7);
  }

  private void record(int value) {
    recorder.emissionLatency(value);
    recorder.batch(value, value, value, value);
    recorder.sync(value);
    recorder.dropped(DropReason.NEWEST, value);
    recorder.retried();
    recorder.failed(value);
    recorder.error(ErrorCategory.STORAGE);
  }
}
