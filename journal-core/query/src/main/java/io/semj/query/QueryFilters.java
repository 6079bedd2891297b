package io.semj.query;

import io.semj.core.filter.EventFilter;
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
    RecordFilter behind =
        query.isDescending()
            ? EventFilter.builder().toSequence(sequence - 1).build()
            : EventFilter.builder().fromSequence(sequence + 1).build();
    return behind.and(query.filter());
  }
}
