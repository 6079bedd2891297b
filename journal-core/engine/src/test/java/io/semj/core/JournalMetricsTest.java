package io.semj.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.semj.error.ErrorCategory;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JournalMetricsTest {
  private static JournalMetrics metrics(Map<ErrorCategory, Long> errors) {
    return new JournalMetrics(
        new JournalMetrics.Events(1_234_567, 1_234_000, 1, 2, 3, 4, 5),
        new JournalMetrics.Latency(19_000, 35, 48.4, 40, 1_500, 2_000_000, 3_000_000_000L, 999),
        new JournalMetrics.Throughput(1_500_000.4, 2_000_000, 1_000_000),
        new JournalMetrics.Batches(12_345, 99.96, 100, 25_500),
        new JournalMetrics.Storage(1_536L << 20, 0.4567, 2.714, 900),
        new JournalMetrics.Latency(7, 1_000, 1_500_000, 2_000, 3_000, 4_000, 5_000, 6_000),
        errors);
  }

  @Test
  void shouldPrintATableForAPerson() {
    Map<ErrorCategory, Long> errors = new EnumMap<>(ErrorCategory.class);
    errors.put(ErrorCategory.RESOURCE_EXHAUSTION, 1_000L);
    errors.put(ErrorCategory.STORAGE, 2L);
    assertThat(metrics(errors).toString())
        .isEqualTo(
            """
            events     1,234,567 emitted, 1,234,000 persisted, 6 dropped (1 newest, 2 oldest, \
            3 shed), 4 retried, 5 failed
            emission   min 35 ns, mean 48 ns, p50 40 ns, p95 1.5 us, p99 2.0 ms, p99.9 3.0 s, \
            max 999 ns (19,000 samples)
            throughput 1,500,000 events/s current, 2,000,000 peak, 1,000,000 mean
            batches    12,345 of 100.0 events mean, 100 largest, 25.5 us mean
            storage    1.5 GiB journal, segment 45.7 % full, compression 2.71 : 1, 900 B/s written
            sync       min 1.0 us, mean 1.5 ms, p50 2.0 us, p95 3.0 us, p99 4.0 us, p99.9 5.0 us, \
            max 6.0 us (7 samples)
            errors     2 storage, 1,000 resource exhaustion
            """);
  }

  @Test
  void shouldSayThatThereWereNoErrors() {
    assertThat(metrics(Map.of()).toString()).endsWith("errors     none\n");
  }

  @Test
  void shouldNotFollowTheErrorsItWasMadeOf() {
    Map<ErrorCategory, Long> errors = new EnumMap<>(ErrorCategory.class);
    JournalMetrics metrics = metrics(errors);
    errors.put(ErrorCategory.STORAGE, 2L);
    assertThat(metrics.errors()).isEmpty();
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> metrics.errors().clear());
  }

  @Test
  void shouldTellHowManyEventsAreNotDurableYet() {
    JournalStatus status =
        new JournalStatus(
            JournalState.OPEN,
            90,
            80,
            70,
            1,
            1,
            "a.semj",
            512,
            10,
            64,
            true,
            Optional.empty(),
            false,
            new JournalStatus.Checkpoints(0, 0, 0));
    assertThat(status.notYetDurable()).isEqualTo(20);
  }
}
