package io.semj.query;

import io.semj.core.filter.FilterBounds;
import java.io.IOException;

/** A segment as a query sees it. */
interface QuerySegment {
  /**
   * Whether events within bounds may be in the segment, as far as that is known without opening it.
   */
  boolean mayMatch(FilterBounds bounds);

  /** The latest time of an event, as far as that is known without opening it. */
  long maxTimestamp();

  /** The earliest time of an event, as far as that is known without opening it. */
  long minTimestamp();

  /** Opens it for reading; null when retention has removed it meanwhile. */
  OpenSegment open() throws IOException;
}
