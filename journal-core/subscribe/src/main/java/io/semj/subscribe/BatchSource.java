package io.semj.subscribe;

import io.semj.core.storage.SegmentListing;
import java.io.Closeable;

/**
 * Where one subscription gets its batches: what all read together while it keeps up, a reader of
 * its own while it is behind. Belongs to whoever has the subscription's turn.
 */
final class BatchSource implements Closeable {
  private final SegmentListing segments;
  private final SharedTail tail;
  private BatchReader own;
  private long ownNext;

  BatchSource(SegmentListing segments, SharedTail tail) {
    this.segments = segments;
    this.tail = tail;
  }

  /**
   * The batch that covers a sequence.
   *
   * @param sequence wanted
   * @param written up to where there is something to read
   * @return the batch, or null when there is none yet
   */
  EventBatch next(long sequence, long written) {
    EventBatch shared = tail.at(sequence, written);
    if (shared != null) {
      close();
      return shared == EventBatch.NOTHING_YET ? null : shared;
    }
    if (own == null || ownNext != sequence) {
      close();
      own = new BatchReader(segments, sequence);
    }
    EventBatch read = own.read(written);
    ownNext = read == null ? sequence : read.last() + 1;
    return read;
  }

  @Override
  public void close() {
    if (own != null) {
      BatchReader old = own;
      own = null;
      old.close();
    }
  }
}
