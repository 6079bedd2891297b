package io.semj.recovery;

import io.semj.recovery.work.Interruption;
import io.semj.recovery.work.WorkControl;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.NanoClock;

/** Keeps reading below a rate, by waiting; whoever holds or ends the work is heard meanwhile. */
final class ReadingRate {
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final double nanosPerByte;
  private final WorkControl control;
  private final NanoClock clock;
  private final long begun;

  ReadingRate(long bytesPerSecond, WorkControl control) {
    this(bytesPerSecond, control, System::nanoTime);
  }

  ReadingRate(long bytesPerSecond, WorkControl control, NanoClock clock) {
    this.clock = clock;
    this.begun = clock.nanoTime();
    this.nanosPerByte = (double) TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
    this.control = control;
  }

  /** So many bytes are read since the beginning: waits until they may be. */
  void at(long bytes) {
    long due = (long) (bytes * nanosPerByte);
    long early = due - (clock.nanoTime() - begun);
    while (early > 0) {
      control.check();
      Interruption.check("wait");
      LockSupport.parkNanos(Math.min(early, LONGEST_PAUSE_NANOS));
      early = due - (clock.nanoTime() - begun);
    }
  }
}
