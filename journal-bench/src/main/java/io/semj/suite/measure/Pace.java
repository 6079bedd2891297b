package io.semj.suite.measure;

import io.semj.suite.subject.Producer;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Emission at a steady rate. Every event has a time at which it is due, whatever became of the ones
 * before: an event that is late because of them counts its waiting.
 */
public final class Pace {
  private static final long SPIN_NANOS = 200_000;

  private Pace() {}

  /**
   * Emits.
   *
   * @param producer used on this thread
   * @param interval between two events, in nanoseconds
   * @param nanos how long events are due
   * @param service receives the time of each call
   * @param response receives the time from when each event was due
   * @throws IOException when the producer fails
   */
  public static void run(
      Producer producer, long interval, long nanos, Histogram service, Histogram response)
      throws IOException {
    long due = System.nanoTime();
    long end = due + nanos;
    while (due - end < 0) {
      long begin = awaitTime(due);
      producer.emit();
      long done = System.nanoTime();
      Latencies.record(service, done - begin);
      Latencies.record(response, done - due);
      due += interval;
    }
  }

  /** Sleeps while that is safe, and spins the rest. */
  static long awaitTime(long due) {
    long now = System.nanoTime();
    while (now - due < 0) {
      if (due - now > SPIN_NANOS) {
        LockSupport.parkNanos(due - now - SPIN_NANOS);
      } else {
        Thread.onSpinWait();
      }
      now = System.nanoTime();
    }
    return now;
  }
}
