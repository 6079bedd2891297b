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

/** How long callers are kept by an emission, each one measured, two clock readings included. */
final class EmissionMeter implements Meter {
  private final Rhythm rhythm;

  EmissionMeter(Rhythm rhythm) {
    this.rhythm = rhythm;
  }

  private record Times(Histogram service, Histogram response) {}

  @Override
  public Outcome measure(Subject subject, Task task, Path directory) throws IOException {
    Workload workload = new Workload(EventPool.of(task.size()), task.producers(), Durability.LATER);
    List<Times> times;
    try (Session session = subject.open(directory, workload)) {
      times = Threads.run(task.producers(), start -> produce(session, task, start));
    }
    Histogram service = Latencies.sum(times.stream().map(Times::service).toList());
    if (rhythm != Rhythm.PACED) {
      return new Outcome().latencies(service);
    }
    Histogram response = Latencies.sum(times.stream().map(Times::response).toList());
    return new Outcome().latencies(response).percentiles("call_", service);
  }

  private Times produce(Session session, Task task, Threads.Start start) throws IOException {
    try (Producer producer = session.producer()) {
      Histogram warmup = Latencies.histogram();
      rhythm.run(producer, task.producers(), task.warmupNanos(), warmup, warmup);
      Times times = new Times(Latencies.histogram(), Latencies.histogram());
      start.await();
      rhythm.run(producer, task.producers(), task.nanos(), times.service(), times.response());
      return times;
    }
  }
}
