package io.semj.recovery.replay;

import io.semj.format.RecordFlyweight;

/** Takes the events that the handler of a replay could not take, to put them aside. */
@FunctionalInterface
public interface DeadLetterHandler {
  /**
   * One event, on the thread whose handler failed. What this throws ends the replay.
   *
   * @param record a view of the event, valid during the call only
   * @param error what the handler threw
   */
  void onDeadLetter(RecordFlyweight record, RuntimeException error);
}
