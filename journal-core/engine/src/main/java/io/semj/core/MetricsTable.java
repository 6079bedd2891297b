package io.semj.core;

import io.semj.core.JournalMetrics.Latency;
import java.util.Locale;
import java.util.TreeMap;

/** Metrics as a person reads them: one group a line. */
final class MetricsTable {
  private MetricsTable() {}

  static String of(JournalMetrics metrics) {
    StringBuilder table = new StringBuilder();
    JournalMetrics.Events events = metrics.events();
    line(
        table,
        "events",
        "%,d emitted, %,d persisted, %,d dropped (%,d newest, %,d oldest, %,d shed), %,d retried,"
            + " %,d failed",
        events.emitted(),
        events.persisted(),
        events.dropped(),
        events.droppedNewest(),
        events.droppedOldest(),
        events.shed(),
        events.retried(),
        events.failed());
    line(table, "emission", "%s", latency(metrics.emissionLatency()));
    JournalMetrics.Throughput throughput = metrics.throughput();
    line(
        table,
        "throughput",
        "%,.0f events/s current, %,.0f peak, %,.0f mean",
        throughput.current(),
        throughput.peak(),
        throughput.mean());
    JournalMetrics.Batches batches = metrics.batches();
    line(
        table,
        "batches",
        "%,d of %.1f events mean, %,d largest, %s mean",
        batches.count(),
        batches.meanEvents(),
        batches.largestEvents(),
        time(batches.meanNanos()));
    JournalMetrics.Storage storage = metrics.storage();
    line(
        table,
        "storage",
        "%s journal, segment %.1f %% full, compression %.2f : 1, %s/s written",
        bytes((double) storage.journalBytes()),
        storage.utilization() * 100,
        storage.compressionRatio(),
        bytes(storage.bytesPerSecond()));
    line(table, "sync", "%s", latency(metrics.sync()));
    line(table, "errors", "%s", errors(metrics));
    return table.toString();
  }

  private static void line(StringBuilder table, String name, String format, Object... values) {
    table.append(String.format(Locale.ROOT, "%-11s", name));
    table.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String latency(Latency latency) {
    return String.format(
        Locale.ROOT,
        "min %s, mean %s, p50 %s, p95 %s, p99 %s, p99.9 %s, max %s (%,d samples)",
        time(latency.min()),
        time(latency.mean()),
        time(latency.p50()),
        time(latency.p95()),
        time(latency.p99()),
        time(latency.p999()),
        time(latency.max()),
        latency.samples());
  }

  private static String errors(JournalMetrics metrics) {
    if (metrics.errors().isEmpty()) {
      return "none";
    }
    StringBuilder text = new StringBuilder();
    new TreeMap<>(metrics.errors())
        .forEach(
            (category, count) ->
                text.append(text.length() == 0 ? "" : ", ")
                    .append(String.format(Locale.ROOT, "%,d ", count))
                    .append(category.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
    return text.toString();
  }

  private static String time(long nanos) {
    return time((double) nanos);
  }

  private static String time(double nanos) {
    if (nanos < 1_000) {
      return String.format(Locale.ROOT, "%.0f ns", nanos);
    }
    if (nanos < 1_000_000) {
      return String.format(Locale.ROOT, "%.1f us", nanos / 1_000);
    }
    if (nanos < 1_000_000_000) {
      return String.format(Locale.ROOT, "%.1f ms", nanos / 1_000_000);
    }
    return String.format(Locale.ROOT, "%.1f s", nanos / 1_000_000_000);
  }

  private static String bytes(double count) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    double value = count;
    while (value >= 1_024 && unit < units.length - 1) {
      value /= 1_024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
  }
}
