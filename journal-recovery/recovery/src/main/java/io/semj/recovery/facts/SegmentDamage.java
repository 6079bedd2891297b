package io.semj.recovery.facts;

import java.util.List;

/**
 * What does not prove itself in a segment.
 *
 * @param ranges of bytes that are no blocks and lie before one; at most {@link #MOST_LISTED}
 * @param rangeCount how many there are
 * @param bytes in all of them
 * @param afterSequence the last good sequence before the first of them, or before the torn bytes;
 *     {@link #NOWHERE} when there is nothing of the kind
 * @param brokenLinks how many blocks do not continue the chain of the block before them, though
 *     nothing lies between
 * @param sealDiffers whether the seal tells something else than the blocks
 * @param tornBytes behind the last block, up to the last that is not zero
 * @param unreadable whether the device did not give all of the segment
 */
public record SegmentDamage(
    List<ByteRange> ranges,
    long rangeCount,
    long bytes,
    long afterSequence,
    long brokenLinks,
    boolean sealDiffers,
    long tornBytes,
    boolean unreadable) {
  /** How many ranges are listed one by one. */
  public static final int MOST_LISTED = 16;

  /** There is no damage. */
  public static final long NOWHERE = Long.MAX_VALUE;

  /** All is sound. */
  public static final SegmentDamage NONE =
      new SegmentDamage(List.of(), 0, 0, NOWHERE, 0, false, 0, false);

  /** Makes the list unmodifiable. */
  public SegmentDamage {
    ranges = List.copyOf(ranges);
  }

  /**
   * Bytes of a file.
   *
   * @param from the first
   * @param to behind the last
   */
  public record ByteRange(long from, long to) {}

  /**
   * Whether everything that the device gave is sound, a torn tail aside.
   *
   * @return true when there is no damage between blocks, in the chain or in the seal
   */
  public boolean isNone() {
    return rangeCount == 0 && brokenLinks == 0 && !sealDiffers;
  }
}
