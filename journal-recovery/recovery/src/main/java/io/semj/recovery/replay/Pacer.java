package io.semj.recovery.replay;

import io.semj.format.RecordFlyweight;
import io.semj.recovery.work.WorkControl;
import java.util.concurrent.TimeUnit;

/** Tells when each event is due at a given speed, and waits for that. One thread. */
final class Pacer {
  /** A rate that fell behind catches up by no more than this. */
  private static final long MOST_BEHIND_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final double LONGEST_NANOS = TimeUnit.DAYS.toNanos(36_500);

  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final ReplaySpeed speed;
  private final ReplayClock clock;
  private final WorkControl control;
  private boolean started;
  private long rateBegan;
  private long timeBegan;
  private long firstTimestamp;
  private long paced;
  private long due;

  Pacer(ReplaySpeed speed, ReplayClock clock, WorkControl control) {
    this.speed = speed;
    this.clock = clock;
    this.control = control;
  }

  /** Whether the next event must be waited for; then {@link #await()} does so. */
  boolean isEarly(RecordFlyweight record) {
    long now = clock.nanoTime();
    if (!started) {
      started = true;
      rateBegan = now;
      timeBegan = now;
      firstTimestamp = record.timestampNanos();
    }
    due = Math.max(dueByRate(now), dueByTime(record));
    paced++;
    return due > now;
  }

  private long dueByRate(long now) {
    if (speed.eventsPerSecond() == 0) {
      return Long.MIN_VALUE;
    }
    long at = rateBegan + (long) (paced * NANOS_PER_SECOND / speed.eventsPerSecond());
    if (now - at > MOST_BEHIND_NANOS) {
      rateBegan += now - at - MOST_BEHIND_NANOS;
    }
    return at;
  }

  private long dueByTime(RecordFlyweight record) {
    if (speed.timesRealTime() == 0) {
      return Long.MIN_VALUE;
    }
    double about = ((double) record.timestampNanos() - firstTimestamp) / speed.timesRealTime();
    if (about <= 0) {
      return timeBegan;
    }
    return about > LONGEST_NANOS
        ? timeBegan + (long) LONGEST_NANOS
        : timeBegan + (long) ((record.timestampNanos() - firstTimestamp) / speed.timesRealTime());
  }

  /** Waits until the event is due. */
  void await() {
    clock.waitUntil(due, control);
  }

  /** Asks whether the replay may go on; all that is to come is due as much later as it was held. */
  void pass() {
    long before = clock.nanoTime();
    if (control.check()) {
      long held = clock.nanoTime() - before;
      rateBegan += held;
      timeBegan += held;
    }
  }
}
