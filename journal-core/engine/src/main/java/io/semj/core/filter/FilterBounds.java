package io.semj.core.filter;

/**
 * Sequences and times outside of which a filter matches nothing, so that a reader need not look
 * there. Bounds may be wider than the filter, never narrower. All four are inclusive.
 *
 * @param minSequence the first sequence that may match
 * @param maxSequence the last sequence that may match
 * @param minTimeNanos the earliest timestamp that may match, in nanoseconds since 1970
 * @param maxTimeNanos the latest timestamp that may match
 */
public record FilterBounds(
    long minSequence, long maxSequence, long minTimeNanos, long maxTimeNanos) {
  /** Everything may match. */
  public static final FilterBounds ALL =
      new FilterBounds(0, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE);

  /**
   * What both may match.
   *
   * @param other bounds
   * @return the narrower ones of each pair
   */
  public FilterBounds intersect(FilterBounds other) {
    return new FilterBounds(
        Math.max(minSequence, other.minSequence),
        Math.min(maxSequence, other.maxSequence),
        Math.max(minTimeNanos, other.minTimeNanos),
        Math.min(maxTimeNanos, other.maxTimeNanos));
  }

  /**
   * The narrowest bounds that hold what either may match.
   *
   * @param other bounds
   * @return the wider ones of each pair
   */
  public FilterBounds span(FilterBounds other) {
    if (isEmpty()) {
      return other;
    }
    if (other.isEmpty()) {
      return this;
    }
    return new FilterBounds(
        Math.min(minSequence, other.minSequence),
        Math.max(maxSequence, other.maxSequence),
        Math.min(minTimeNanos, other.minTimeNanos),
        Math.max(maxTimeNanos, other.maxTimeNanos));
  }

  /**
   * Whether nothing can match.
   *
   * @return whether a minimum lies above its maximum
   */
  public boolean isEmpty() {
    return minSequence > maxSequence || minTimeNanos > maxTimeNanos;
  }
}
