package io.semj.recovery;

import io.semj.recovery.work.WorkControl;
import io.semj.recovery.work.WorkListener;
import io.semj.recovery.work.WorkMeter;

/** How far a verification is, in bytes of segments. */
final class SegmentProgress {
  private final WorkMeter meter;
  private final WorkControl control;
  private final long total;
  private long finished;
  private ReadingRate rate;

  SegmentProgress(WorkListener listener, WorkControl control, long total) {
    this.meter = new WorkMeter(listener);
    this.control = control;
    this.total = total;
    meter.begin("verify", total);
  }

  /** With a limit on how fast it reads. */
  SegmentProgress throttled(ReadingRate limit) {
    rate = limit;
    return this;
  }

  /** So many bytes of the current segment are done. */
  void at(long bytes, long events) {
    if (rate != null) {
      rate.at(finished + bytes);
    }
    meter.at(Math.min(total, finished + bytes), events);
    if (control.check()) {
      meter.held();
    }
  }

  /** The current segment, of so many bytes, is done. */
  void segmentDone(long bytes) {
    finished += bytes;
  }

  void done(long events) {
    meter.end(events);
  }
}
