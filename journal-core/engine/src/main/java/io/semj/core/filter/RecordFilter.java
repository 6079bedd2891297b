package io.semj.core.filter;

import static java.util.Objects.requireNonNull;

import io.semj.format.RecordFlyweight;
import java.util.List;

/**
 * Decides which records are wanted. Implementations are safe for use by many threads, keep nothing
 * of the record, and decide the same for the same record every time.
 */
@FunctionalInterface
public interface RecordFilter {
  /**
   * Decides over one record.
   *
   * @param record a view of a record whose sizes agree, valid during the call only
   * @return whether it is wanted
   * @throws io.semj.error.SerializationException if the filter looks at the record's context and
   *     that is malformed
   */
  boolean matches(RecordFlyweight record);

  /**
   * Where records may match at all.
   *
   * @return bounds outside of which {@link #matches} is false
   */
  default FilterBounds bounds() {
    return FilterBounds.ALL;
  }

  /**
   * What every record that matches fulfils, as far as it can be told.
   *
   * @return criteria which must all hold; more may be asked by {@link #matches}
   */
  default List<FilterCriteria> criteria() {
    return List.of();
  }

  /**
   * Wants what both want.
   *
   * @param other filter; asked second, and only about what this one wants
   * @return a filter
   */
  default RecordFilter and(RecordFilter other) {
    return new CombinedFilters.And(this, requireNonNull(other, "other"));
  }

  /**
   * Wants what either wants.
   *
   * @param other filter; asked second, and only about what this one does not want
   * @return a filter
   */
  default RecordFilter or(RecordFilter other) {
    return new CombinedFilters.Or(this, requireNonNull(other, "other"));
  }

  /**
   * Wants what this does not want.
   *
   * @return a filter, without bounds
   */
  default RecordFilter negate() {
    return new CombinedFilters.Not(this);
  }
}
