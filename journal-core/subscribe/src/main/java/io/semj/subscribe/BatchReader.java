package io.semj.subscribe;

import io.semj.core.JournalReader;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.SegmentListing;
import io.semj.error.ConsistencyException;
import io.semj.error.JournalException;
import io.semj.format.RecordFlyweight;
import java.io.Closeable;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a journal in batches, and finds out what retention took away before it was read. What goes
 * wrong behind sound events is thrown once these are given, and at every reading after that. One
 * thread at a time.
 */
final class BatchReader implements Closeable {
  private static final int MOST_EVENTS = 256;
  private static final int MOST_BYTES = 64 << 10;

  private final SegmentListing segments;
  private JournalReader reader;
  private long wanted;
  private boolean begun;
  private JournalException failure;
  private MissedEvents missed;
  private byte[] bytes = new byte[1 << 10];
  private final int[] offsets = new int[MOST_EVENTS + 1];
  private final long[] sequences = new long[MOST_EVENTS];
  private int count;

  BatchReader(SegmentListing segments, long fromSequence) {
    this.segments = segments;
    this.wanted = fromSequence;
    this.reader = JournalReader.open(segments, fromSequence);
  }

  /** The next events up to a sequence; null when there is none. */
  EventBatch read(long upTo) {
    if (failure != null) {
      throw failure;
    }
    count = 0;
    missed = null;
    long first = begun ? reader.nextSequence() : wanted;
    try {
      gather(upTo);
    } catch (JournalException e) {
      failure = e;
      if (count == 0) {
        throw e;
      }
    }
    return count == 0 ? null : batch(first);
  }

  private EventBatch batch(long first) {
    return new EventBatch(
        first,
        reader.nextSequence() - 1,
        missed,
        Arrays.copyOf(bytes, offsets[count]),
        Arrays.copyOf(offsets, count + 1),
        Arrays.copyOf(sequences, count));
  }

  private void gather(long upTo) {
    while (count < MOST_EVENTS
        && offsets[count] < MOST_BYTES
        && reader.nextSequence() <= upTo
        && hasNext()
        && reader.nextSequence() <= upTo) {
      if (!begun) {
        begun = true;
        missed = removed(reader.nextSequence());
      }
      reader.poll(this::add, 1);
    }
  }

  private boolean hasNext() {
    try {
      return reader.hasNext();
    } catch (ConsistencyException e) {
      if (count > 0) {
        return false; // comes again at the next reading
      }
      long next = reader.nextSequence();
      long oldest = oldest();
      if (oldest <= next) {
        throw e;
      }
      reader.close();
      reader = JournalReader.open(segments, oldest);
      wanted = next;
      begun = false;
      return reader.hasNext();
    }
  }

  /** What is gone between the sequence that reading was to begin at and the one it began at. */
  private MissedEvents removed(long found) {
    if (found == wanted) {
      return null;
    }
    long oldest = oldest();
    return oldest <= wanted ? null : new MissedEvents(wanted, Math.min(found, oldest) - 1);
  }

  private long oldest() {
    List<SegmentFile> files = segments.segments();
    return files.isEmpty() ? 0 : files.get(0).firstSequence();
  }

  private void add(RecordFlyweight record) {
    int offset = offsets[count];
    int end = offset + record.length();
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end, Math.min(bytes.length * 2, 2 * MOST_BYTES)));
    }
    record.buffer().getBytes(record.offset(), bytes, offset, record.length());
    sequences[count] = record.userspaceSequence();
    count++;
    offsets[count] = end;
  }

  @Override
  public void close() {
    reader.close();
  }
}
