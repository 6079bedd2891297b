package io.semj.core.ring;

/**
 * An event that waits in a ring's file.
 *
 * @param sequence of the event
 * @param position of its record in the file, or of its slot if that holds the short form
 * @param length of its record
 * @param isShort whether the record has to be made from its short form
 * @param groupIndex how many events of the same atomic group precede it
 * @param groupLeft how many follow it
 */
public record RingSlot(
    long sequence, long position, int length, boolean isShort, int groupIndex, int groupLeft) {}
