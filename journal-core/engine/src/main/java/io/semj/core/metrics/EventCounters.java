package io.semj.core.metrics;

import io.semj.core.DropReason;
import io.semj.core.JournalMetrics;
import io.semj.error.ErrorCategory;
import java.util.EnumMap;
import java.util.Map;

/** Counts of what seldom happens, by any thread. */
final class EventCounters {
  private final Map<DropReason, ResettableCounter> dropped = counters(DropReason.class);
  private final Map<ErrorCategory, ResettableCounter> errors = counters(ErrorCategory.class);
  private final ResettableCounter retried = new ResettableCounter();
  private final ResettableCounter failed = new ResettableCounter();
  private long emittedBase;
  private long persistedBase;

  private static <E extends Enum<E>> Map<E, ResettableCounter> counters(Class<E> type) {
    Map<E, ResettableCounter> counters = new EnumMap<>(type);
    for (E constant : type.getEnumConstants()) {
      counters.put(constant, new ResettableCounter());
    }
    return counters;
  }

  void dropped(DropReason reason, long count) {
    dropped.get(reason).add(count);
  }

  void retried() {
    retried.add(1);
  }

  void failed(long count) {
    failed.add(count);
  }

  void error(ErrorCategory category) {
    errors.get(category).add(1);
  }

  synchronized JournalMetrics.Events events(long emittedTotal, long persistedTotal) {
    return new JournalMetrics.Events(
        emittedTotal - emittedBase,
        persistedTotal - persistedBase,
        dropped.get(DropReason.NEWEST).sinceReset(),
        dropped.get(DropReason.OLDEST).sinceReset(),
        dropped.get(DropReason.SHED).sinceReset(),
        retried.sinceReset(),
        failed.sinceReset());
  }

  synchronized Map<ErrorCategory, Long> errors() {
    Map<ErrorCategory, Long> counts = new EnumMap<>(ErrorCategory.class);
    errors.forEach(
        (category, counter) -> {
          if (counter.sinceReset() > 0) {
            counts.put(category, counter.sinceReset());
          }
        });
    return counts;
  }

  synchronized void reset(long emittedTotal, long persistedTotal) {
    dropped.values().forEach(ResettableCounter::reset);
    errors.values().forEach(ResettableCounter::reset);
    retried.reset();
    failed.reset();
    emittedBase = emittedTotal;
    persistedBase = persistedTotal;
  }
}
