package io.semj.suite.measure;

import io.semj.suite.subject.Durability;
import io.semj.suite.subject.EventPool;
import io.semj.suite.subject.Producer;
import io.semj.suite.subject.Session;
import io.semj.suite.subject.Subject;
import io.semj.suite.subject.SubjectReader;
import io.semj.suite.subject.Workload;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Events a second read, again and again, from first to last. The warm-up is the same reading, so
 * that the code is compiled when the time begins.
 */
final class ReadBackMeter implements Meter {
  private static final double MEGA = 1e6;
  private static final double NANOS = 1e9;

  @Override
  public Outcome measure(Subject subject, Task task, Path directory) throws IOException {
    Workload workload = new Workload(EventPool.of(task.size()), 1, Durability.LATER);
    try (Session session = subject.open(directory, workload);
        Producer producer = session.producer()) {
      for (long i = 0; i < task.amount(); i++) {
        producer.emit();
      }
      session.awaitAll();
    }
    try (SubjectReader reader = subject.reader(directory, workload)) {
      passes(reader, task.amount(), task.warmupNanos());
      double perSecond = passes(reader, task.amount(), task.nanos());
      return new Outcome()
          .put("events_per_s", perSecond)
          .put("mb_per_s", perSecond * task.size() / MEGA);
    }
  }

  private static double passes(SubjectReader reader, long expected, long nanos) throws IOException {
    long begin = System.nanoTime();
    long count = 0;
    long now;
    do {
      long read = reader.readAll();
      if (read != expected) {
        throw new IOException(
            "not all events were read: expected=" + expected + ", actual=" + read);
      }
      count += read;
      now = System.nanoTime();
    } while (now - begin < nanos);
    return count * NANOS / (now - begin);
  }
}
