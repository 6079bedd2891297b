package io.semj.core.metrics;

import java.util.concurrent.atomic.LongAdder;

/**
 * A count by any thread. A reset loses nothing that is counted meanwhile: it only remembers where
 * the count stood. Reading and resetting belong under one lock of the owner.
 */
final class ResettableCounter {
  private final LongAdder total = new LongAdder();
  private long base;

  void add(long count) {
    total.add(count);
  }

  long sinceReset() {
    return total.sum() - base;
  }

  void reset() {
    base = total.sum();
  }
}
