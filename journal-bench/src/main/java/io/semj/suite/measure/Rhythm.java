package io.semj.suite.measure;

import io.semj.suite.subject.Producer;
import java.io.IOException;
import org.HdrHistogram.Histogram;

/** When a thread emits its next event, and from when on its time counts. */
enum Rhythm {
  /** At once; the time is that of the call. */
  SATURATED,
  /** In bursts; the time is that of the call. */
  BURSTS,
  /** At a steady rate; the time is from when the event was due. */
  PACED;

  private static final int BURST = 4096;
  private static final long BURST_RATE = 500_000;
  private static final long PACED_RATE = 100_000;
  private static final long SECOND = 1_000_000_000L;

  /**
   * Emits for some time.
   *
   * @param service receives the time of each call
   * @param response receives the times that the rhythm counts; may be the same
   */
  void run(Producer producer, int producers, long nanos, Histogram service, Histogram response)
      throws IOException {
    switch (this) {
      case SATURATED -> saturated(producer, nanos, service);
      case BURSTS -> bursts(producer, producers, nanos, service);
      case PACED -> Pace.run(producer, interval(producers), nanos, service, response);
    }
  }

  private static long interval(int producers) {
    return SECOND * producers / PACED_RATE;
  }

  private static void saturated(Producer producer, long nanos, Histogram times) throws IOException {
    long end = System.nanoTime() + nanos;
    long done;
    do {
      long begin = System.nanoTime();
      producer.emit();
      done = System.nanoTime();
      Latencies.record(times, done - begin);
    } while (done - end < 0);
  }

  private static void bursts(Producer producer, int producers, long nanos, Histogram times)
      throws IOException {
    int length = BURST / producers;
    long period = SECOND * BURST / BURST_RATE;
    long due = System.nanoTime();
    long end = due + nanos;
    while (due - end < 0) {
      long done = Pace.awaitTime(due);
      for (int i = 0; i < length; i++) {
        long begin = System.nanoTime();
        producer.emit();
        done = System.nanoTime();
        Latencies.record(times, done - begin);
      }
      due = Math.max(due + period, done);
    }
  }
}
