package io.semj.core;

import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The wall clock, read as {@link System#nanoTime()} plus an offset that is measured against {@link
 * Instant#now()} now and then.
 *
 * <p>A correction never lets the time that a thread sees go backwards: when the wall clock turns
 * out to be ahead, this clock jumps forward; when it turns out to be behind, this clock runs at
 * half speed until the two agree. Differences up to one millisecond are left alone.
 */
public final class SystemJournalClock implements JournalClock {
  static final long TOLERANCE_NANOS = 1_000_000L;
  static final long RECALIBRATION_NANOS = 1_000_000_000L;

  /** A calibration takes effect this late, so that no reading of the one before it is behind it. */
  static final long GRACE_NANOS = 1_000_000L;

  private static final int SAMPLES = 8;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  static final SystemJournalClock SHARED =
      new SystemJournalClock(System::nanoTime, SystemJournalClock::wallNanos);

  private final LongSupplier ticks;
  private final LongSupplier wall;
  private volatile Calibration calibration;
  private long lastAdjusted;

  SystemJournalClock(LongSupplier ticks, LongSupplier wall) {
    this.ticks = ticks;
    this.wall = wall;
    this.lastAdjusted = ticks.getAsLong();
    this.calibration = new Calibration(measureOffset(), 0, 0);
  }

  /**
   * Measures the process's clock against the wall clock again, unless that was done within the last
   * second. For any thread; meant for housekeeping.
   */
  public static void recalibrate() {
    SHARED.adjust();
  }

  @Override
  public long epochNanos() {
    // The ticks first: a thread must not apply an old calibration to newer ticks than need be.
    long now = ticks.getAsLong();
    return calibration.at(now);
  }

  @Override
  public String toString() {
    return "system";
  }

  synchronized void adjust() {
    long now = ticks.getAsLong();
    if (now - lastAdjusted < RECALIBRATION_NANOS) {
      return;
    }
    lastAdjusted = now;
    Calibration current = calibration;
    long target = measureOffset();
    long difference = target - (current.at(now) - now);
    if (difference > TOLERANCE_NANOS) {
      calibration = new Calibration(target, 0, 0);
    } else if (difference < -TOLERANCE_NANOS && current.settledAt(now)) {
      calibration = new Calibration(current.settledOffset(), now + GRACE_NANOS, -2 * difference);
    }
  }

  /** Of several readings, the one that was least disturbed by the scheduler. */
  private long measureOffset() {
    long offset = 0;
    long best = Long.MAX_VALUE;
    for (int i = 0; i < SAMPLES; i++) {
      long before = ticks.getAsLong();
      long epoch = wall.getAsLong();
      long width = ticks.getAsLong() - before;
      if (width < best) {
        best = width;
        offset = epoch - (before + width / 2);
      }
    }
    return offset;
  }

  private static long wallNanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
  }

  /** Ticks plus an offset; half as fast from {@code slowFrom} on for {@code slowFor} ticks. */
  private static final class Calibration {
    private final long offset;
    private final long slowFrom;
    private final long slowFor;

    Calibration(long offset, long slowFrom, long slowFor) {
      this.offset = offset;
      this.slowFrom = slowFrom;
      this.slowFor = slowFor;
    }

    long at(long now) {
      if (slowFor == 0) {
        return now + offset;
      }
      long slow = Math.min(Math.max(now - slowFrom, 0), slowFor);
      return now + offset - slow / 2;
    }

    boolean settledAt(long now) {
      return slowFor == 0 || now - slowFrom >= slowFor;
    }

    long settledOffset() {
      return offset - slowFor / 2;
    }
  }
}
