package io.semj.subscribe;

import io.semj.core.storage.SegmentListing;
import io.semj.error.JournalException;
import java.io.Closeable;
import java.util.ArrayDeque;

/**
 * Reads the end of the journal once for all subscriptions that are there, and keeps what it read
 * for a while. It moves forwards only: who is behind what is kept reads by itself. Any thread.
 */
final class SharedTail implements Closeable {
  private static final int MOST_BATCHES = 16;
  private static final long MOST_BYTES = 4 << 20;

  private final SegmentListing segments;
  private final ArrayDeque<EventBatch> recent = new ArrayDeque<>();
  private BatchReader reader;
  private long next;
  private long bytes;
  private boolean closed;

  SharedTail(SegmentListing segments) {
    this.segments = segments;
  }

  /**
   * The batch that covers a sequence.
   *
   * @param sequence wanted
   * @param written up to where there is something to be read
   * @return the batch, {@link EventBatch#NOTHING_YET}, or null: who asks has to read by himself,
   *     also when something is wrong, to find out what
   */
  synchronized EventBatch at(long sequence, long written) {
    if (closed) {
      return null;
    }
    if (reader != null && sequence < next) {
      return find(sequence);
    }
    try {
      if (reader == null || sequence > next) {
        reset();
        reader = new BatchReader(segments, sequence);
      }
      EventBatch read = reader.read(written);
      if (read == null) {
        next = sequence;
        return EventBatch.NOTHING_YET;
      }
      keep(read);
      return read;
    } catch (JournalException toBeFoundByWhoReadsHimself) {
      reset();
      return null;
    }
  }

  private EventBatch find(long sequence) {
    for (EventBatch batch : recent) {
      if (batch.covers(sequence)) {
        return batch;
      }
    }
    return null;
  }

  private void keep(EventBatch read) {
    recent.add(read);
    bytes += read.bytes();
    while (recent.size() > MOST_BATCHES || (bytes > MOST_BYTES && recent.size() > 1)) {
      bytes -= recent.remove().bytes();
    }
    next = read.last() + 1;
  }

  private void reset() {
    recent.clear();
    bytes = 0;
    if (reader != null) {
      BatchReader old = reader;
      reader = null;
      old.close();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    reset();
  }
}
