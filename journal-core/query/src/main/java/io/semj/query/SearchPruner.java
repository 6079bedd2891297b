package io.semj.query;

/** Rules out parts of a search that cannot change its answer any more. */
interface SearchPruner {
  /** Rules out nothing. */
  SearchPruner NONE = (minTimestamp, maxTimestamp) -> false;

  /** Whether events with times between these, inclusive, can be passed over. */
  boolean rulesOut(long minTimestamp, long maxTimestamp);
}
