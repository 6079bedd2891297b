package io.semj.suite.subject;

import io.semj.core.JournalConfig;
import io.semj.core.JournalReader;
import io.semj.core.SemanticJournal;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Properties;
import java.util.Set;

/** This library: a reused builder per thread, the way that its README recommends for hot paths. */
final class SemjSubject implements Subject {
  private static final EventType TYPE = EventType.OBSERVABILITY_LOG_GENERATED;
  private static final int AT_ONCE = 4096;

  private final SemjVariant variant;

  SemjSubject(SemjVariant variant) {
    this.variant = variant;
  }

  @Override
  public SubjectInfo info() {
    Set<Ability> abilities = EnumSet.allOf(Ability.class);
    if (variant.single()) {
      abilities.remove(Ability.MANY_PRODUCERS);
    }
    if (!variant.name().equals(SemjVariant.DEFAULT)) {
      abilities.removeAll(Set.of(Ability.QUERY, Ability.RECOVER));
    }
    return SubjectInfo.of(
        variant.name(),
        variant.title(),
        Family.OURS,
        variant.describe()
            + "; CRC32 of records and blocks always; each event is a record with a header and"
            + " timestamps; group commit: semj.sync.policy=batch",
        abilities,
        1);
  }

  @Override
  public Session open(Path directory, Workload workload) {
    Properties properties = variant.properties();
    properties.setProperty("semj.directory", directory.toString());
    if (workload.durability() == Durability.GROUP) {
      properties.setProperty("semj.sync.policy", "batch");
    }
    JournalConfig config = JournalConfig.fromProperties(properties);
    return new Open(SemanticJournal.open(config), workload.events());
  }

  @Override
  public SubjectReader reader(Path directory, Workload workload) {
    return () -> readAll(directory, workload.size());
  }

  private static long readAll(Path directory, int size) {
    long[] bytes = new long[1];
    long count = 0;
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      int read;
      do {
        read = reader.poll(record -> bytes[0] += record.payloadSize(), AT_ONCE);
        count += read;
      } while (read > 0);
    }
    if (bytes[0] != count * size) {
      throw new IllegalStateException("payloads are not what was written: bytes=" + bytes[0]);
    }
    return count;
  }

  private record Open(SemanticJournal journal, EventPool events) implements Session {
    @Override
    public Producer producer() {
      return new Emitter(journal, events);
    }

    @Override
    public void awaitAll() {
      journal.flush();
    }

    @Override
    public long acknowledged() {
      return journal.status().durableSequence();
    }

    @Override
    public void close() {
      journal.close();
    }
  }

  private static final class Emitter implements Producer {
    private final SemanticJournal journal;
    private final EventPool events;
    private final EventBuilder builder = new EventBuilder(TYPE);
    private int index;

    Emitter(SemanticJournal journal, EventPool events) {
      this.journal = journal;
      this.events = events;
    }

    @Override
    public void emit() {
      journal.emitEvent(builder.reset(TYPE).payload(events.get(index++)));
    }

    @Override
    public void emitDurable() {
      journal.emitEventDurable(builder.reset(TYPE).payload(events.get(index++))).join();
    }
  }
}
