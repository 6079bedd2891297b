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
  /** Groups of an answer; a query that finds more is refused. */
  public static final int MOST_GROUPS = 100_000;

  /** Agents that all groups of an answer count together; a query that finds more is refused. */
  public static final int MOST_AGENTS = 1_000_000;

  private static final Duration LONGEST_BUCKET = Duration.ofDays(36_525);

  /** Copies the keys and checks the span. */
  public Aggregation {
    groupBy = List.copyOf(groupBy);
    bucket.ifPresent(Aggregation::check);
  }

  private static void check(Duration span) {
    if (span.isNegative() || span.isZero() || span.compareTo(LONGEST_BUCKET) > 0) {
      throw new IllegalArgumentException(
          "bucket is out of range: expected=PT0.000000001S.."
              + LONGEST_BUCKET
              + ", actual="
              + span);
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
   * @param span of each part, from a nanosecond to a hundred years; one begins at 1970 in UTC
   * @return the aggregation
   */
  public Aggregation inBucketsOf(Duration span) {
    return new Aggregation(groupBy, Optional.of(span));
  }
}
