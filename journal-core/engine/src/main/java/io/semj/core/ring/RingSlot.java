package io.semj.core.ring;

/**
 * An event that waits in a ring's file.
 *
 * @param sequence of the event
 * @param shortHead position of the slot that has the short form of its record, or {@link #WHOLE}
 * @param position of its record in the file; of a short form, of what follows the head
 * @param length of its record
 * @param groupIndex how many events of the same atomic group precede it
 * @param groupLeft how many follow it
 */
public record RingSlot(
    long sequence, long shortHead, long position, int length, int groupIndex, int groupLeft) {
  /** The record is in the file as it is. */
  public static final long WHOLE = -1;
}
