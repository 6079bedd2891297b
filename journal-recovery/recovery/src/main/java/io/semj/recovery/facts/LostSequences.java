package io.semj.recovery.facts;

import java.util.List;

/**
 * Which sequences are lost. All are counted, the ranges are listed up to a bound.
 *
 * @param ranges ascending; at most {@link #MOST_LISTED}
 * @param rangeCount how many ranges there are
 * @param events how many sequences are in all ranges
 */
public record LostSequences(List<SequenceRange> ranges, long rangeCount, long events) {
  /** How many ranges are listed one by one. */
  public static final int MOST_LISTED = 1_000;

  /** Nothing is lost. */
  public static final LostSequences NONE = new LostSequences(List.of(), 0, 0);

  /** Makes the list unmodifiable. */
  public LostSequences {
    ranges = List.copyOf(ranges);
  }

  /**
   * Whether nothing is lost.
   *
   * @return true without ranges
   */
  public boolean isEmpty() {
    return rangeCount == 0;
  }
}
