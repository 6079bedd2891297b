package io.semj.suite.subject;

import io.semj.core.ProducerMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The physical limit: a bare Disruptor, and a consumer that copies the same bytes into a mapped
 * file. It checks nothing, cannot be opened again, and knows nothing of its events.
 */
final class LimitSubject implements Subject {
  private final Queue queue;
  private final boolean reused;

  /** How events come to the consumer. */
  private enum Queue {
    SINGLE("bare Disruptor 4, single producer", "ring, slots and wait strategy"),
    MULTI("bare Disruptor 4, multi producer", "ring, slots and wait strategy"),
    SPARSE("bare Disruptor 4, multi producer, slots 1 KiB apart", "ring and wait strategy"),
    LANES("a lane per thread, merged in order", "slots and wait strategy, lanes of 8,192 slots,");

    private final String title;
    private final String defaults;

    Queue(String title, String defaults) {
      this.title = title;
      this.defaults = defaults;
    }

    BareQueue start(int size, BareRing.Sink sink) {
      return switch (this) {
        case SINGLE -> BareRing.start(ProducerMode.SINGLE, size, sink);
        case MULTI -> BareRing.start(ProducerMode.MULTI, size, sink);
        case SPARSE -> BareRing.start(ProducerMode.MULTI, 1 << 10, sink);
        case LANES -> BareLanes.start(size, sink);
      };
    }
  }

  private LimitSubject(Queue queue, boolean reused) {
    this.queue = queue;
    this.reused = reused;
  }

  static List<Subject> variants() {
    return List.of(
        new LimitSubject(Queue.SINGLE, true),
        new LimitSubject(Queue.SINGLE, false),
        new LimitSubject(Queue.MULTI, true),
        new LimitSubject(Queue.MULTI, false),
        new LimitSubject(Queue.SPARSE, true),
        new LimitSubject(Queue.LANES, true));
  }

  @Override
  public SubjectInfo info() {
    String kind = queue.name().toLowerCase(Locale.ROOT);
    String files = reused ? "reused" : "fresh";
    Set<Ability> abilities = EnumSet.of(Ability.EMIT, Ability.SUSTAIN);
    if (queue != Queue.SINGLE) {
      abilities.add(Ability.MANY_PRODUCERS);
    }
    abilities.add(reused ? Ability.GROUP_COMMIT : Ability.READ);
    return SubjectInfo.of(
        "limit-" + kind + "-" + files,
        "Limit: " + queue.title + ", " + files + " mapped file",
        Family.LIMIT,
        "claim, copy to an off-heap slot, publish; "
            + queue.defaults
            + " as this library's defaults; the consumer copies to a "
            + (reused ? "mapped file written before" : "new, sparse, mapped file")
            + "; group commit: forces at most 1 MiB at a time",
        abilities,
        1);
  }

  @Override
  public Session open(Path directory, Workload workload) throws IOException {
    LimitFiles files = new LimitFiles(directory, reused, workload.durability() == Durability.GROUP);
    return new Open(queue.start(workload.size(), files), files, directory, workload.events());
  }

  @Override
  public SubjectReader reader(Path directory, Workload workload) {
    return () -> LimitFiles.readAll(directory, workload.size());
  }

  private record Open(BareQueue queue, LimitFiles files, Path directory, EventPool events)
      implements Session {
    @Override
    public Producer producer() {
      return new Emitter(queue, events);
    }

    @Override
    public void awaitAll() throws IOException {
      queue.awaitConsumed();
      FileForcing.forceAll(directory);
    }

    @Override
    public long acknowledged() {
      return queue.consumed();
    }

    @Override
    public void close() {
      queue.close();
      files.close();
    }
  }

  private static final class Emitter implements Producer {
    private final BareQueue queue;
    private final EventPool events;
    private int index;

    Emitter(BareQueue queue, EventPool events) {
      this.queue = queue;
      this.events = events;
    }

    @Override
    public void emit() {
      queue.publish(events.get(index++));
    }
  }
}
