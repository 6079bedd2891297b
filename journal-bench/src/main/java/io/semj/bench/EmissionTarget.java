package io.semj.bench;

import io.semj.core.ProducerMode;
import io.semj.core.RingPlacement;
import io.semj.core.SemanticJournal;
import io.semj.event.SemanticEvent;
import java.io.IOException;

/** Something that takes the benchmarks' events one by one. */
interface EmissionTarget extends AutoCloseable {
  /** How an event is handed over. */
  enum Way {
    /** Claim, copy and publish on a bare Disruptor. */
    BARE,
    /** A journal, from a reused builder. */
    CLAIM,
    /** A journal, an event that was built before. */
    PREBUILT
  }

  long emit();

  @Override
  void close() throws IOException;

  static EmissionTarget open(Way way, ProducerMode mode) throws IOException {
    return way == Way.BARE ? bare(mode) : journal(way, mode);
  }

  private static EmissionTarget bare(ProducerMode mode) {
    BareRing ring = BareRing.start(mode);
    BenchEvents.Prebuilt events = new BenchEvents.Prebuilt();
    return new EmissionTarget() {
      @Override
      public long emit() {
        SemanticEvent event = events.next();
        return ring.publish(event.image(), event.encode());
      }

      @Override
      public void close() {
        ring.close();
      }
    };
  }

  private static EmissionTarget journal(Way way, ProducerMode mode) throws IOException {
    BenchJournal open = BenchJournal.open(mode, RingPlacement.AUTO);
    return way == Way.CLAIM ? claim(open) : prebuilt(open);
  }

  private static EmissionTarget claim(BenchJournal open) {
    SemanticJournal journal = open.journal();
    BenchEvents.Reused events = new BenchEvents.Reused();
    return new EmissionTarget() {
      @Override
      public long emit() {
        return journal.emitEvent(events.next());
      }

      @Override
      public void close() throws IOException {
        open.close();
      }
    };
  }

  private static EmissionTarget prebuilt(BenchJournal open) {
    SemanticJournal journal = open.journal();
    BenchEvents.Prebuilt events = new BenchEvents.Prebuilt();
    return new EmissionTarget() {
      @Override
      public long emit() {
        return journal.emitEvent(events.next());
      }

      @Override
      public void close() throws IOException {
        open.close();
      }
    };
  }
}
