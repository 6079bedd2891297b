package io.semj.core.ring;

import io.semj.format.RecordDescriptor;

/**
 * How a ring's memory is divided. Usual records are in slots that lie close together, which the
 * processor fetches ahead; a record that is too long for that has its place, one for each slot, in
 * a second part behind all slots.
 *
 * @param capacity how many slots, a power of two
 * @param stride the bytes of a slot, a multiple of a cache line
 * @param asideStride the bytes of a place in the second part, a power of two, or 0 without one
 */
public record SlotSizes(int capacity, int stride, int asideStride) {
  /** The short form of an event with 256 bytes of payload and nothing else fits. */
  private static final int LONGEST_STRIDE = 320;

  /**
   * For records of a length.
   *
   * @param capacity how many slots, a power of two
   * @param slotBytes that a slot's header and the longest record take together, a power of two
   * @return the sizes
   */
  public static SlotSizes of(int capacity, int slotBytes) {
    return slotBytes <= LONGEST_STRIDE
        ? new SlotSizes(capacity, slotBytes, 0)
        : new SlotSizes(capacity, LONGEST_STRIDE, slotBytes);
  }

  /**
   * The memory of both parts.
   *
   * @return bytes
   */
  public long bytes() {
    return (long) capacity * (stride + asideStride);
  }

  /**
   * The longest record that has a place.
   *
   * @return bytes
   */
  public int longestRecord() {
    return Math.max(stride, asideStride) - SlotDescriptor.RECORD_OFFSET;
  }

  /**
   * The longest record that is as it is in its slot.
   *
   * @return bytes
   */
  public int longestInSlot() {
    return stride - SlotDescriptor.RECORD_OFFSET;
  }

  /**
   * The longest record whose short form is in its slot.
   *
   * @return bytes of the record
   */
  public int longestShortInSlot() {
    return RecordDescriptor.HEAD_LENGTH + stride - SlotDescriptor.SHORT_BODY_OFFSET;
  }

  /**
   * The longest record whose short form has a place, what follows the head aside if need be.
   *
   * @return bytes of the record
   */
  public int longestShort() {
    return Math.max(longestShortInSlot(), RecordDescriptor.HEAD_LENGTH + asideStride);
  }
}
