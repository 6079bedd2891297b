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
  private final ProducerMode mode;
  private final boolean reused;

  private LimitSubject(ProducerMode mode, boolean reused) {
    this.mode = mode;
    this.reused = reused;
  }

  static List<Subject> variants() {
    return List.of(
        new LimitSubject(ProducerMode.SINGLE, true),
        new LimitSubject(ProducerMode.SINGLE, false),
        new LimitSubject(ProducerMode.MULTI, true),
        new LimitSubject(ProducerMode.MULTI, false));
  }

  @Override
  public SubjectInfo info() {
    String kind = mode.name().toLowerCase(Locale.ROOT);
    String files = reused ? "reused" : "fresh";
    Set<Ability> abilities = EnumSet.of(Ability.EMIT, Ability.SUSTAIN);
    if (mode == ProducerMode.MULTI) {
      abilities.add(Ability.MANY_PRODUCERS);
    }
    abilities.add(reused ? Ability.GROUP_COMMIT : Ability.READ);
    return SubjectInfo.of(
        "limit-" + kind + "-" + files,
        "Limit: bare Disruptor 4, " + kind + " producer, " + files + " mapped file",
        Family.LIMIT,
        "claim, copy to an off-heap slot, publish; ring, slots and wait strategy as this library's"
            + " defaults; the consumer copies to a "
            + (reused ? "mapped file written before" : "new, sparse, mapped file")
            + "; group commit: forces at most 1 MiB at a time",
        abilities,
        1);
  }

  @Override
  public Session open(Path directory, Workload workload) throws IOException {
    LimitFiles files = new LimitFiles(directory, reused, workload.durability() == Durability.GROUP);
    return new Open(BareRing.start(mode, files), files, directory, workload.events());
  }

  @Override
  public SubjectReader reader(Path directory, Workload workload) {
    return () -> LimitFiles.readAll(directory, workload.size());
  }

  private record Open(BareRing ring, LimitFiles files, Path directory, EventPool events)
      implements Session {
    @Override
    public Producer producer() {
      return new Emitter(ring, events);
    }

    @Override
    public void awaitAll() throws IOException {
      ring.awaitConsumed();
      FileForcing.forceAll(directory);
    }

    @Override
    public long acknowledged() {
      return ring.consumed();
    }

    @Override
    public void close() {
      ring.close();
      files.close();
    }
  }

  private static final class Emitter implements Producer {
    private final BareRing ring;
    private final EventPool events;
    private int index;

    Emitter(BareRing ring, EventPool events) {
      this.ring = ring;
      this.events = events;
    }

    @Override
    public void emit() {
      ring.publish(events.get(index++));
    }
  }
}
