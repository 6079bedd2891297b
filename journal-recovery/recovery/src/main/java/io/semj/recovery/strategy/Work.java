package io.semj.recovery.strategy;

import io.semj.recovery.work.WorkControl;
import io.semj.recovery.work.WorkMeter;

/**
 * What a recovery reports to and is held by.
 *
 * @param control may hold or end it
 * @param meter measures it
 */
record Work(WorkControl control, WorkMeter meter) {
  /** May wait, or throw to end the work; tells how far it is. */
  void at(long done, long events) {
    if (control.check()) {
      meter.held();
    }
    meter.at(done, events);
  }
}
