package io.semj.query;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to compute over all events that a query wants: per group their number, bytes, mean relevance
 * and how many agents they are of.
 *
 * @param groupBy the keys whose values make a group; none makes one group of all
 * @param bucket a span of time that parts groups further, if given
 */
public record Aggregation(List<GroupKey> groupBy, Optional<Duration> bucket) {
  /** Copies the keys and checks the span. */
  public Aggregation {
    groupBy = List.copyOf(groupBy);
    if (bucket.isPresent() && (bucket.get().isNegative() || bucket.get().isZero())) {
      throw new IllegalArgumentException("bucket is not positive: actual=" + bucket.get());
    }
  }

  /**
   * Groups by keys.
   *
   * @param keys whose values make a group
   * @return the aggregation
   */
  public static Aggregation by(GroupKey... keys) {
    return new Aggregation(List.of(keys), Optional.empty());
  }

  /**
   * The same, parted into spans of time as well.
   *
   * @param span of each part; the first begins at 1970
   * @return the aggregation
   */
  public Aggregation inBucketsOf(Duration span) {
    return new Aggregation(groupBy, Optional.of(span));
  }
}
