package io.semj.subscribe;

import io.semj.event.SemanticEvent;
import io.semj.format.RecordFlyweight;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Some records in a row, read once for all subscriptions that are there. Any thread; events are
 * made of records when the first asks for them, and by two at once at worst.
 */
final class EventBatch {
  /** There is nothing to read yet. */
  static final EventBatch NOTHING_YET =
      new EventBatch(0, 0, null, new byte[0], new int[1], new long[0]);

  private final long first;
  private final long last;
  private final MissedEvents missed;
  private final UnsafeBuffer bytes;
  private final int[] offsets;
  private final long[] sequences;
  private final SemanticEvent[] events;

  /**
   * A batch.
   *
   * @param first sequence that it covers, whether there is an event of it or not
   * @param last sequence that it covers
   * @param missed what is gone between the first and the first record, or null
   * @param bytes the records
   * @param offsets of the records, and of their end
   * @param sequences of the records
   */
  EventBatch(
      long first, long last, MissedEvents missed, byte[] bytes, int[] offsets, long[] sequences) {
    this.first = first;
    this.last = last;
    this.missed = missed;
    this.bytes = new UnsafeBuffer(bytes);
    this.offsets = offsets;
    this.sequences = sequences;
    this.events = new SemanticEvent[sequences.length];
  }

  boolean covers(long sequence) {
    return first <= sequence && sequence <= last;
  }

  long last() {
    return last;
  }

  /** What is gone before the first record, or null. */
  MissedEvents missed() {
    return missed;
  }

  /** How much memory its records take. */
  int bytes() {
    return bytes.capacity();
  }

  int count() {
    return sequences.length;
  }

  /** The first record that is not before a sequence. */
  int indexOf(long sequence) {
    int found = Arrays.binarySearch(sequences, sequence);
    return found >= 0 ? found : -found - 1;
  }

  long sequence(int index) {
    return sequences[index];
  }

  RecordFlyweight record(RecordFlyweight view, int index) {
    return view.wrap(bytes, offsets[index]);
  }

  SemanticEvent event(int index) {
    SemanticEvent event = events[index];
    if (event == null) {
      event = SemanticEvent.copyOf(bytes, offsets[index], offsets[index + 1] - offsets[index]);
      events[index] = event;
    }
    return event;
  }
}
