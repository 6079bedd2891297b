package io.semj.kernel;

import java.util.concurrent.atomic.LongAdder;

/** What a bridge counts; for many threads. */
final class BridgeCounters {
  final LongAdder toKernel = new LongAdder();
  final LongAdder fromKernel = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder malformed = new LongAdder();
  final LongAdder imported = new LongAdder();
  final LongAdder exported = new LongAdder();
  final LongAdder syncs = new LongAdder();
  final LongAdder failedSyncs = new LongAdder();
  final LongAdder alerts = new LongAdder();
  final LongAdder corrections = new LongAdder();
  private volatile long lastSyncNanos;

  void synced(long nanos) {
    lastSyncNanos = nanos;
  }

  BridgeMetrics snapshot() {
    return new BridgeMetrics(
        toKernel.sum(),
        fromKernel.sum(),
        refused.sum(),
        malformed.sum(),
        imported.sum(),
        exported.sum(),
        syncs.sum(),
        failedSyncs.sum(),
        alerts.sum(),
        corrections.sum(),
        lastSyncNanos);
  }
}
