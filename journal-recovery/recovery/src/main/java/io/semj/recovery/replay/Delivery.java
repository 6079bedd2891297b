package io.semj.recovery.replay;

import io.semj.format.RecordFlyweight;
import java.util.Map;

/** Takes the events that are wanted to where they are handled. Called by the thread that reads. */
interface Delivery extends AutoCloseable {
  /** One event, in the order of sequences. */
  void deliver(RecordFlyweight record);

  /** Every event up to a sequence was delivered, or was not wanted. */
  void reached(long sequence);

  /** Waits until everything that was delivered is handled. */
  void finish();

  /** Everything up to this sequence is handled; 0 when nothing is. */
  long completed();

  /** How many events the handler took. */
  long handled();

  /** How many events all workers waited for. */
  long barriers();

  /** How many events there were of each type, where they are only counted. */
  default Map<String, Long> countsByType() {
    return Map.of();
  }

  /** Ends, handled or not; throws nothing. */
  @Override
  void close();
}
