package io.semj.query;

/** Rules out parts of a search that cannot change its answer any more. */
interface SearchPruner {
  /** Rules out nothing. */
  SearchPruner NONE = () -> Span.ALL;

  /** Between which times, inclusive, events can still change the answer. */
  Span wanted();

  /**
   * A span of time.
   *
   * @param from inclusive, in nanoseconds since 1970
   * @param to inclusive
   */
  record Span(long from, long to) {
    /** All times. */
    static final Span ALL = new Span(Long.MIN_VALUE, Long.MAX_VALUE);

    /** Whether nothing between two times, inclusive, is in the span. */
    boolean rulesOut(long minTimestamp, long maxTimestamp) {
      return maxTimestamp < from || minTimestamp > to;
    }
  }
}
