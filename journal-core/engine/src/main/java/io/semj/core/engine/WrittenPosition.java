package io.semj.core.engine;

import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentAppender;

/**
 * How far the writer is.
 *
 * @param segment the segment it writes to
 * @param position behind the last block it published
 */
record WrittenPosition(SegmentAppender segment, JournalPosition position) {
  long sequence() {
    return position.sequence();
  }
}
