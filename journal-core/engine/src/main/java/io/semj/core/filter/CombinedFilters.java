package io.semj.core.filter;

import io.semj.format.RecordFlyweight;
import java.util.List;
import java.util.stream.Stream;

/** Filters made of filters. */
final class CombinedFilters {
  private CombinedFilters() {}

  /** What both want. */
  record And(RecordFilter first, RecordFilter second) implements RecordFilter {
    @Override
    public boolean matches(RecordFlyweight record) {
      return first.matches(record) && second.matches(record);
    }

    @Override
    public FilterBounds bounds() {
      return first.bounds().intersect(second.bounds());
    }

    @Override
    public List<FilterCriteria> criteria() {
      return Stream.concat(first.criteria().stream(), second.criteria().stream()).toList();
    }

    @Override
    public String toString() {
      return "(" + first + " and " + second + ")";
    }
  }

  /** What either wants. */
  record Or(RecordFilter first, RecordFilter second) implements RecordFilter {
    @Override
    public boolean matches(RecordFlyweight record) {
      return first.matches(record) || second.matches(record);
    }

    @Override
    public FilterBounds bounds() {
      return first.bounds().span(second.bounds());
    }

    @Override
    public String toString() {
      return "(" + first + " or " + second + ")";
    }
  }

  /** What the other does not want. */
  record Not(RecordFilter filter) implements RecordFilter {
    @Override
    public boolean matches(RecordFlyweight record) {
      return !filter.matches(record);
    }

    @Override
    public String toString() {
      return "not " + filter;
    }
  }
}
