package io.semj.recovery.upkeep;

import io.semj.recovery.work.WorkControl;
import io.semj.recovery.work.WorkMeter;

/** How far work over whole segments is, in bytes of them. */
final class SegmentsProgress {
  private final WorkMeter meter;
  private final WorkControl control;
  private long total;
  private long finished;
  private long events;

  SegmentsProgress(WorkMeter meter, WorkControl control) {
    this.meter = meter;
    this.control = control;
  }

  void begin(String phase, long expected) {
    total = expected;
    finished = 0;
    events = 0;
    meter.begin(phase, expected);
  }

  void event() {
    events++;
  }

  /** So many bytes of the current segment are done. */
  void at(long bytes) {
    meter.at(Math.min(total, finished + bytes), events);
    if (control.check()) {
      meter.held();
    }
  }

  void segmentDone(long bytes) {
    finished += bytes;
  }

  void end() {
    meter.end(events);
  }
}
