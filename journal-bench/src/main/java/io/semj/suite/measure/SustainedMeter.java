package io.semj.suite.measure;

import io.semj.suite.subject.Ability;
import io.semj.suite.subject.Durability;
import io.semj.suite.subject.EventPool;
import io.semj.suite.subject.Family;
import io.semj.suite.subject.Producer;
import io.semj.suite.subject.Session;
import io.semj.suite.subject.Subject;
import io.semj.suite.subject.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Events a second to the device, and what each costs in processor time, garbage and disk. */
final class SustainedMeter implements Meter {
  private static final int EVENTS_BETWEEN_CLOCKS = 256;
  private static final double MEGA = 1e6;
  private static final double NANOS = 1e9;

  private record Part(long stored, long events, long allocated) {}

  @Override
  public Outcome measure(Subject subject, Task task, Path directory) throws IOException {
    Workload workload = new Workload(EventPool.of(task.size()), task.producers(), Durability.LATER);
    Outcome outcome = new Outcome();
    long stored;
    try (Session session = subject.open(directory, workload)) {
      stored = stored(Threads.run(task.producers(), start -> produce(session, task, start, true)));
      session.awaitAll();
      stored += measure(session, task, outcome);
    }
    boolean overwritten =
        subject.info().family() == Family.LIMIT && !subject.info().can(Ability.READ);
    if (overwritten) {
      return outcome; // what it took on the disk says nothing of its events
    }
    double onDisk = DiskUse.of(directory) / (double) stored;
    return outcome.put("disk_b_per_event", onDisk).put("payload_to_disk", task.size() / onDisk);
  }

  private static long measure(Session session, Task task, Outcome outcome) throws IOException {
    ResourceUse before = ResourceUse.now();
    long begin = System.nanoTime();
    List<Part> parts = Threads.run(task.producers(), start -> produce(session, task, start, false));
    session.awaitAll();
    long nanos = System.nanoTime() - begin;
    ResourceUse after = ResourceUse.now();
    long events = parts.stream().mapToLong(Part::events).sum();
    double byCallers = parts.stream().mapToLong(Part::allocated).sum();
    double byOthers = after.allocatedBytes() - before.allocatedBytes();
    outcome
        .rate("events_per_s", events, nanos)
        .put("mb_per_s", events * (task.size() * NANOS / MEGA) / nanos)
        .put("cpu_ns_per_event", (after.cpuNanos() - before.cpuNanos()) / (double) events)
        .put("alloc_b_per_event", byCallers / events)
        .put("background_alloc_b_per_event", Math.max(0, byOthers) / events);
    return stored(parts);
  }

  private static long stored(List<Part> parts) {
    return parts.stream().mapToLong(Part::stored).sum();
  }

  private static Part produce(Session session, Task task, Threads.Start start, boolean warm)
      throws IOException {
    try (Producer producer = session.producer()) {
      emitSome(producer); // whatever the first ones need
      start.await();
      long allocated = ResourceUse.allocatedByThisThread();
      long end = System.nanoTime() + (warm ? task.warmupNanos() : task.nanos());
      long count = 0;
      do {
        emitSome(producer);
        count += EVENTS_BETWEEN_CLOCKS;
      } while (System.nanoTime() - end < 0);
      return new Part(
          EVENTS_BETWEEN_CLOCKS + count, count, ResourceUse.allocatedByThisThread() - allocated);
    }
  }

  private static void emitSome(Producer producer) throws IOException {
    for (int i = 0; i < EVENTS_BETWEEN_CLOCKS; i++) {
      producer.emit();
    }
  }
}
