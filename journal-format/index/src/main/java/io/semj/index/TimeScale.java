package io.semj.index;

/**
 * Times of a segment as 32-bit numbers of a unit, which is a power of two nanoseconds and as small
 * as the segment's span allows.
 *
 * @param first the earliest time
 * @param last the latest time
 * @param shift the unit is 2^shift ns
 */
record TimeScale(long first, long last, int shift) {
  private static final long MOST_UNITS = 0xFFFF_FFFEL;

  static TimeScale of(long first, long last) {
    int shift = 0;
    while (Long.compareUnsigned((last - first) >>> shift, MOST_UNITS) > 0) {
      shift++;
    }
    return new TimeScale(first, last, shift);
  }

  /** Rounds down, so that nothing is before it. */
  int floor(long time) {
    return (int) ((time - first) >>> shift);
  }

  /** Rounds up, so that nothing is behind it. */
  int ceil(long time) {
    long distance = time - first;
    long units = distance >>> shift;
    return (int) (units << shift == distance ? units : units + 1);
  }

  long time(int units) {
    long distance = Integer.toUnsignedLong(units);
    // Not shifted before it is compared: the largest would be lost.
    return distance > (last - first) >>> shift ? last : first + (distance << shift);
  }
}
