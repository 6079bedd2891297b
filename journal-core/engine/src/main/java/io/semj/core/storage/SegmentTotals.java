package io.semj.core.storage;

/**
 * What a segment holds up to some position.
 *
 * @param blocks how many blocks
 * @param events how many events
 * @param minTimestamp the earliest event time, ns since 1970; {@link Long#MAX_VALUE} without events
 * @param maxTimestamp the latest event time; {@link Long#MIN_VALUE} without events
 * @param lastBlockPosition where the last block begins, 0 without blocks
 */
public record SegmentTotals(
    long blocks, long events, long minTimestamp, long maxTimestamp, long lastBlockPosition) {
  /** An empty segment. */
  public static final SegmentTotals NONE =
      new SegmentTotals(0, 0, Long.MAX_VALUE, Long.MIN_VALUE, 0);

  /**
   * With one more block.
   *
   * @param position where it begins
   * @param blockEvents how many events are in it
   * @param earliest of their times
   * @param latest of their times
   * @return the totals including it
   */
  public SegmentTotals plus(long position, int blockEvents, long earliest, long latest) {
    return new SegmentTotals(
        blocks + 1,
        events + blockEvents,
        Math.min(minTimestamp, earliest),
        Math.max(maxTimestamp, latest),
        position);
  }
}
