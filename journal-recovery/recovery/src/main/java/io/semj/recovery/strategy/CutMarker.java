package io.semj.recovery.strategy;

import io.semj.format.RecordFlyweight;

/**
 * Tells which events end a cut: a state that several participants reached together. Cut ids ascend
 * with the sequences of the events that tell them.
 */
@FunctionalInterface
public interface CutMarker {
  /** What an event says that ends no cut. */
  long NO_CUT = 0;

  /**
   * The cut that an event ends.
   *
   * @param record the event
   * @return the cut's id, above 0, or {@link #NO_CUT}
   */
  long cutOf(RecordFlyweight record);
}
