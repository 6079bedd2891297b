package io.semj.core.ring;

/**
 * An event that waits in a ring's file.
 *
 * @param sequence of the event
 * @param position of its record in the file
 * @param length of its record
 * @param groupIndex how many events of the same atomic group precede it
 * @param groupLeft how many follow it
 */
public record RingSlot(long sequence, long position, int length, int groupIndex, int groupLeft) {}
