package io.semj.core.metrics;

import io.semj.core.JournalMetrics;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counted by the writer thread alone, with plain reads and release writes; read by any thread. A
 * reset cannot touch the writer's counters, so it remembers where they stood.
 */
final class BatchCounters {
  /** Where the counters stood. */
  private record Totals(long batches, long events, long rawBytes, long storedBytes, long nanos) {}

  private final AtomicLong batches = new AtomicLong();
  private final AtomicLong events = new AtomicLong();
  private final AtomicLong rawBytes = new AtomicLong();
  private final AtomicLong storedBytes = new AtomicLong();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong largest = new AtomicLong();
  private Totals base = new Totals(0, 0, 0, 0, 0);

  void add(int batchEvents, int batchRawBytes, int batchStoredBytes, long batchNanos) {
    addRelease(events, batchEvents);
    addRelease(rawBytes, batchRawBytes);
    addRelease(storedBytes, batchStoredBytes);
    addRelease(nanos, batchNanos);
    // The only one that a reset writes too.
    long seen = largest.get();
    while (batchEvents > seen && !largest.compareAndSet(seen, batchEvents)) {
      seen = largest.get();
    }
    addRelease(batches, 1);
  }

  private static void addRelease(AtomicLong counter, long more) {
    counter.setRelease(counter.getPlain() + more);
  }

  private Totals totals() {
    // Batches first, as they are counted last: what belongs to a counted batch is then seen.
    long count = batches.getAcquire();
    return new Totals(
        count,
        events.getAcquire(),
        rawBytes.getAcquire(),
        storedBytes.getAcquire(),
        nanos.getAcquire());
  }

  synchronized JournalMetrics.Batches batches() {
    Totals now = totals();
    long count = now.batches - base.batches;
    return new JournalMetrics.Batches(
        count,
        ratio(now.events - base.events, count, 0),
        largest.get(),
        ratio(now.nanos - base.nanos, count, 0));
  }

  synchronized JournalMetrics.Storage storage(
      long journalBytes, double utilization, long elapsedNanos) {
    Totals now = totals();
    long stored = now.storedBytes - base.storedBytes;
    return new JournalMetrics.Storage(
        journalBytes,
        utilization,
        ratio(now.rawBytes - base.rawBytes, stored, 1),
        MetricsRecorder.perSecond(stored, elapsedNanos));
  }

  private static double ratio(long dividend, long divisor, double otherwise) {
    return divisor == 0 ? otherwise : (double) dividend / divisor;
  }

  synchronized void reset() {
    base = totals();
    largest.set(0);
  }
}
