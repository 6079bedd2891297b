package io.semj.suite.measure;

import io.semj.suite.subject.Durability;
import io.semj.suite.subject.EventPool;
import io.semj.suite.subject.Producer;
import io.semj.suite.subject.Session;
import io.semj.suite.subject.Subject;
import io.semj.suite.subject.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Acknowledged events a second while forces follow each other. Only events that were acknowledged
 * count, and the time ends with the acknowledgement of the last one.
 */
final class GroupCommitMeter implements Meter {
  private static final int EVENTS_BETWEEN_LOOKS = 64;
  private static final long LOOK_AGAIN_NANOS = 20_000;
  private static final long PATIENCE_NANOS = 120_000_000_000L;

  @Override
  public Outcome measure(Subject subject, Task task, Path directory) throws IOException {
    Workload workload = new Workload(EventPool.of(task.size()), 1, Durability.GROUP);
    try (Session session = subject.open(directory, workload);
        Producer producer = session.producer()) {
      Flow flow = new Flow(session, producer);
      flow.run(task.warmupNanos(), Latencies.histogram());
      long before = flow.emitted;
      Histogram times = Latencies.histogram();
      long nanos = flow.run(task.nanos(), times);
      return new Outcome().rate("acks_per_s", flow.emitted - before, nanos).latencies(times);
    }
  }

  /** Emits, and follows one event at a time to its acknowledgement. */
  private static final class Flow {
    private final Session session;
    private final Producer producer;
    private long emitted;
    private long followed;
    private long since;

    Flow(Session session, Producer producer) {
      this.session = session;
      this.producer = producer;
    }

    long run(long nanos, Histogram times) throws IOException {
      long begin = System.nanoTime();
      long now = begin;
      while (now - begin < nanos) {
        for (int i = 0; i < EVENTS_BETWEEN_LOOKS; i++) {
          producer.emit();
        }
        emitted += EVENTS_BETWEEN_LOOKS;
        now = System.nanoTime();
        follow(now, times);
      }
      awaitLast(now);
      return System.nanoTime() - begin;
    }

    private void follow(long now, Histogram times) {
      if (followed == 0) {
        followed = emitted;
        since = now;
      } else if (session.acknowledged() >= followed) {
        Latencies.record(times, now - since);
        followed = 0;
      }
    }

    private void awaitLast(long since) throws IOException {
      while (session.acknowledged() < emitted) {
        if (System.nanoTime() - since > PATIENCE_NANOS) {
          throw new IOException(
              "not acknowledged: events=" + emitted + ", actual=" + session.acknowledged());
        }
        LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      }
      followed = 0;
    }
  }
}
