package io.semj.core;

import io.semj.format.RecordFlyweight;

/** Takes records as they are read, without copying them. */
@FunctionalInterface
public interface RecordHandler {
  /**
   * One record.
   *
   * @param record a view of it, valid during the call only
   */
  void onRecord(RecordFlyweight record);
}
