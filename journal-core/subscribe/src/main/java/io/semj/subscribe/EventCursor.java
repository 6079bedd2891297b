package io.semj.subscribe;

import io.semj.event.SemanticEvent;
import io.semj.format.RecordFlyweight;
import java.io.Closeable;

/**
 * Goes through the records of a journal, one after another. Belongs to whoever has the
 * subscription's turn.
 */
final class EventCursor implements Closeable {
  private final BatchSource source;
  private final RecordFlyweight view = new RecordFlyweight();
  private EventBatch batch;
  private int index;
  private long next;
  private MissedEvents missed;

  EventCursor(BatchSource source, long fromSequence) {
    this.source = source;
    this.next = fromSequence;
  }

  /**
   * Finds the next record, which stays the same until it is passed.
   *
   * @param upTo the last sequence that may be seen
   * @param written the last that can be read
   * @return whether there is one
   */
  boolean find(long upTo, long written) {
    while (batch == null || index == batch.count()) {
      if (batch != null) {
        next = Math.max(next, batch.last() + 1);
        batch = null;
      }
      if (next > upTo) {
        return false;
      }
      batch = source.next(next, written);
      if (batch == null) {
        return false;
      }
      index = batch.indexOf(next);
      missed = missedFrom(batch.missed());
    }
    return batch.sequence(index) <= upTo;
  }

  private MissedEvents missedFrom(MissedEvents gap) {
    return gap == null || gap.lastSequence() < next
        ? null
        : new MissedEvents(Math.max(next, gap.firstSequence()), gap.lastSequence());
  }

  /** What is gone right before the record, or null; told once. */
  MissedEvents takeMissed() {
    MissedEvents taken = missed;
    missed = null;
    return taken;
  }

  RecordFlyweight record() {
    return batch.record(view, index);
  }

  SemanticEvent event() {
    return batch.event(index);
  }

  long sequence() {
    return batch.sequence(index);
  }

  void pass() {
    next = batch.sequence(index) + 1;
    index++;
  }

  /** All before this one is passed. */
  long next() {
    return next;
  }

  @Override
  public void close() {
    batch = null;
    source.close();
  }
}
