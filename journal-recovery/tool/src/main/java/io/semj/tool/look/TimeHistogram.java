package io.semj.tool.look;

import java.util.Map;
import java.util.TreeMap;

/**
 * Counts by time without knowing the times beforehand: buckets are a millisecond wide until there
 * are too many, then wider and wider.
 */
final class TimeHistogram {
  private static final int MOST_BUCKETS = 4_096;
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000 * MILLI;
  private static final long DAY = 86_400 * SECOND;

  /** Each a multiple of the one before. */
  private static final long[] WIDTHS = {
    MILLI,
    10 * MILLI,
    100 * MILLI,
    SECOND,
    10 * SECOND,
    60 * SECOND,
    600 * SECOND,
    3_600 * SECOND,
    12 * 3_600 * SECOND,
    DAY,
    10 * DAY,
    100 * DAY,
    1_000 * DAY,
    10_000 * DAY
  };

  /** By the number of the bucket: its beginning divided by the width. */
  private TreeMap<Long, Long> buckets = new TreeMap<>();

  private int width;

  void add(long epochNanos) {
    buckets.merge(Math.floorDiv(epochNanos, WIDTHS[width]), 1L, Long::sum);
    if (buckets.size() > MOST_BUCKETS) {
      widen();
    }
  }

  private void widen() {
    long factor = WIDTHS[width + 1] / WIDTHS[width];
    TreeMap<Long, Long> wider = new TreeMap<>();
    buckets.forEach((at, count) -> wider.merge(Math.floorDiv(at, factor), count, Long::sum));
    buckets = wider;
    width++;
  }

  /**
   * So many buckets at most, empty ones between others included.
   *
   * @return counts by the nanosecond that a bucket begins with
   */
  Map<Long, Long> atMost(int rows) {
    while (!buckets.isEmpty()
        && buckets.lastKey() - buckets.firstKey() >= rows
        && width + 1 < WIDTHS.length) {
      widen();
    }
    Map<Long, Long> counts = new TreeMap<>();
    if (!buckets.isEmpty()) {
      for (long at = buckets.firstKey(); at <= buckets.lastKey(); at++) {
        counts.put(at * WIDTHS[width], buckets.getOrDefault(at, 0L));
      }
    }
    return counts;
  }
}
