package io.semj.recovery.replay;

import io.semj.recovery.work.Interruption;
import io.semj.recovery.work.WorkControl;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The time that a replay keeps. */
interface ReplayClock {
  /** Nanoseconds of some time that goes on evenly. */
  long nanoTime();

  /** Waits until then; ends early with what the control throws. */
  void waitUntil(long nanos, WorkControl control);

  /** The system's clock. */
  ReplayClock SYSTEM =
      new ReplayClock() {
        private static final long LONGEST_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void waitUntil(long nanos, WorkControl control) {
          long left = nanos - System.nanoTime();
          while (left > 0) {
            control.check();
            Interruption.check("wait for the time of an event");
            LockSupport.parkNanos(this, Math.min(left, LONGEST_PARK_NANOS));
            left = nanos - System.nanoTime();
          }
        }
      };
}
