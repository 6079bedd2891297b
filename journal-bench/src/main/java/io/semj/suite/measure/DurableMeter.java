package io.semj.suite.measure;

import io.semj.suite.subject.Durability;
import io.semj.suite.subject.EventPool;
import io.semj.suite.subject.Producer;
import io.semj.suite.subject.Session;
import io.semj.suite.subject.Subject;
import io.semj.suite.subject.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;

/** How long callers wait until their events are on the device, several at the same time. */
final class DurableMeter implements Meter {
  private record Waits(Histogram times, long nanos) {}

  @Override
  public Outcome measure(Subject subject, Task task, Path directory) throws IOException {
    Workload workload = new Workload(EventPool.of(task.size()), task.producers(), Durability.EACH);
    List<Waits> waits;
    try (Session session = subject.open(directory, workload)) {
      waits = Threads.run(task.producers(), start -> await(session, task, start));
    }
    Histogram all = Latencies.sum(waits.stream().map(Waits::times).toList());
    long nanos = waits.stream().mapToLong(Waits::nanos).max().orElse(0);
    return new Outcome().rate("acks_per_s", all.getTotalCount(), nanos).latencies(all);
  }

  private static Waits await(Session session, Task task, Threads.Start start) throws IOException {
    try (Producer producer = session.producer()) {
      run(producer, task.warmupNanos(), Latencies.histogram());
      Histogram times = Latencies.histogram();
      start.await();
      return new Waits(times, run(producer, task.nanos(), times));
    }
  }

  private static long run(Producer producer, long nanos, Histogram times) throws IOException {
    long first = System.nanoTime();
    long done = first;
    do {
      long begin = done;
      producer.emitDurable();
      done = System.nanoTime();
      Latencies.record(times, done - begin);
    } while (done - first < nanos);
    return done - first;
  }
}
