package io.semj.core.ring;

/**
 * What all events of a ring have in common.
 *
 * @param firstSequence of the event that went to slot 0 first
 * @param capacity how many slots, a power of two
 * @param processId of the process that emits them
 */
public record RingOrigin(long firstSequence, int capacity, int processId) {
  /**
   * The slot that an event went to.
   *
   * @param sequence of the event
   * @return its index
   */
  public long slot(long sequence) {
    return (sequence - firstSequence) & (capacity - 1);
  }
}
