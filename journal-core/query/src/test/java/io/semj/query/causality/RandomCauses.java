package io.semj.query.causality;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.core.SemanticJournal;
import io.semj.event.EmittableEvent;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.event.SemanticEvent;
import io.semj.format.RecordDescriptor;
import io.semj.query.RandomJournal;
import java.nio.file.Path;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/** Fills journals with events that name each other, made from a seed. */
final class RandomCauses {
  private static final int REACH = 30;

  private final Random random;
  private final int forwardPercent;
  private long sequence;

  /**
   * A source of events.
   *
   * @param forwardPercent how many of the names are of later events, which can make circles
   */
  RandomCauses(long seed, int forwardPercent) {
    this.random = new Random(seed);
    this.forwardPercent = forwardPercent;
  }

  /** Each opening begins a segment. */
  void fill(Path directory, int openings, int eventsEach) {
    for (int i = 0; i < openings; i++) {
      try (SemanticJournal journal = SemanticJournal.open(RandomJournal.config(directory))) {
        emit(journal, eventsEach);
      }
    }
  }

  void emit(SemanticJournal journal, int events) {
    for (int i = 0; i < events; i++) {
      sequence++;
      journal.emitEvent(next());
    }
  }

  private EmittableEvent next() {
    EventBuilder event =
        new EventBuilder(EventType.GRAPH_QUERY)
            .timestampNanos(RandomJournal.START + sequence)
            .agentVisibilityMask(1L + random.nextInt(7))
            .metadata(new byte[random.nextInt(400)]);
    if (chance(30)) {
      event.parentEventId(name());
    }
    if (chance(10)) {
      event.rootCauseEventId(name());
    }
    for (int i = random.nextInt(30) == 0 ? 3 : random.nextInt(10) / 8; i > 0; i--) {
      link(event);
    }
    if (chance(20)) {
      event.causalityChainId(1 + sequence / 25);
    }
    return chance(8) ? withId(event, chance(50) ? 70_000L + random.nextInt(9) : name()) : event;
  }

  /** The event's own end is mostly left to be 0; some links are of two other events. */
  private void link(EventBuilder event) {
    long other = name();
    long own = chance(50) ? 0 : sequence;
    switch (random.nextInt(5)) {
      case 0 -> event.link(own, other, 2, 30, -4, "led to \"it\"");
      case 1 -> event.link(Math.min(other, name()), other, 3, 40, 5, "seen by a third");
      default -> event.link(other, own, 1, 100, 9, "");
    }
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private long name() {
    if (chance(forwardPercent)) {
      return sequence + random.nextInt(REACH);
    }
    if (chance(4)) {
      return 70_000L + random.nextInt(14);
    }
    return Math.max(1, sequence - 1 - random.nextInt(REACH));
  }

  private static SemanticEvent withId(EventBuilder event, long id) {
    byte[] bytes = new byte[event.encode()];
    event.image().getBytes(0, bytes);
    UnsafeBuffer record = new UnsafeBuffer(bytes);
    record.putLong(RecordDescriptor.EVENT_ID_OFFSET, id, LITTLE_ENDIAN);
    return SemanticEvent.copyOf(record, 0, bytes.length);
  }
}
