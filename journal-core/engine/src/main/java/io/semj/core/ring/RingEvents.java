package io.semj.core.ring;

import java.util.ArrayList;
import java.util.List;

/**
 * The events of a ring that no segment holds.
 *
 * @param events in the order of their sequences, atomic groups whole
 * @param damaged how many slots say that they hold an event, and do not
 * @param incomplete how many events belong to groups of which others are missing; their emission
 *     never returned
 * @param lastGivenOut the highest sequence that was given to an event, also to one that an overflow
 *     policy dropped; sequences up to it must not be given out again
 */
public record RingEvents(List<RingSlot> events, long damaged, long incomplete, long lastGivenOut) {
  /** Whether there is none. */
  public boolean isEmpty() {
    return events.isEmpty();
  }

  /**
   * The first event's sequence.
   *
   * @return 0 when there is none
   */
  public long firstSequence() {
    return events.isEmpty() ? 0 : events.get(0).sequence();
  }

  /**
   * The last event's sequence.
   *
   * @return 0 when there is none
   */
  public long lastSequence() {
    return events.isEmpty() ? 0 : events.get(events.size() - 1).sequence();
  }

  /** From the slots that hold events behind a sequence, in their order. */
  static RingEvents of(
      List<RingSlot> slots, long damaged, long behind, long lastGivenOut, int capacity) {
    int count = slots.size();
    if (count > 0 && slots.get(count - 1).sequence() - slots.get(0).sequence() >= capacity) {
      // Slots are used again in turn: which of these are wrong cannot be told.
      return new RingEvents(List.of(), damaged + count, 0, behind);
    }
    List<RingSlot> whole = new ArrayList<>(slots.size());
    for (int i = 0; i < count; ) {
      int size = wholeGroupAt(slots, i);
      whole.addAll(slots.subList(i, i + size));
      i += Math.max(1, size);
    }
    long incomplete = (long) count - whole.size();
    return new RingEvents(List.copyOf(whole), damaged, incomplete, lastGivenOut);
  }

  /** How many events the group that begins here has; 0 when it is not there as a whole. */
  private static int wholeGroupAt(List<RingSlot> slots, int begin) {
    RingSlot first = slots.get(begin);
    int size = first.groupLeft() + 1;
    if (first.groupIndex() != 0 || begin + size > slots.size()) {
      return 0;
    }
    for (int i = 1; i < size; i++) {
      RingSlot slot = slots.get(begin + i);
      boolean next =
          slot.sequence() == first.sequence() + i
              && slot.groupIndex() == i
              && slot.groupLeft() == size - 1 - i;
      if (!next) {
        return 0;
      }
    }
    return size;
  }
}
