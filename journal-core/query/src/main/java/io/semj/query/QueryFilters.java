package io.semj.query;

import io.semj.core.filter.EventFilter;
import io.semj.core.filter.EventFilterBuilder;
import io.semj.core.filter.RecordFilter;

/** Turns parts of queries into filters, so that indexes serve them. */
final class QueryFilters {
  private QueryFilters() {}

  /** What a query in the order of the journal wants behind its cursor. */
  static RecordFilter behind(EventQuery query) {
    if (query.after().isEmpty()) {
      return query.filter();
    }
    long sequence = query.after().get().sequence();
    EventFilterBuilder bound = EventFilter.builder();
    if (query.isDescending()) {
      bound.toSequence(Math.max(sequence, 0) - 1);
    } else if (sequence == Long.MAX_VALUE) {
      bound.toSequence(-1); // there is nothing behind it
    } else {
      bound.fromSequence(sequence + 1);
    }
    RecordFilter behind = bound.build();
    return behind.and(query.filter());
  }
}
