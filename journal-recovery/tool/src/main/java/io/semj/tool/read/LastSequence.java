package io.semj.tool.read;

import io.semj.core.read.BlockCursor;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.SegmentHead;
import java.util.List;

/** Finds the end of what is written. */
public final class LastSequence {
  private LastSequence() {}

  /**
   * The last sequence.
   *
   * @param directory of the journal
   * @return the sequence, 0 if there is none
   */
  public static long of(JournalDirectory directory) {
    List<SegmentFile> segments = directory.segments();
    for (int i = segments.size() - 1; i >= 0; i--) {
      SegmentFile segment = segments.get(i);
      if (!SegmentHead.isBlank(segment)) {
        SegmentHead head = SegmentHead.read(segment);
        return head.seal().isPresent()
            ? head.seal().get().lastSequence()
            : lastWritten(directory, segment.firstSequence());
      }
    }
    return 0;
  }

  /** Goes over the blocks of the segment that begins with a sequence, and of what follows it. */
  private static long lastWritten(JournalDirectory directory, long first) {
    long last = first - 1;
    try (BlockCursor blocks = new BlockCursor(directory, first)) {
      while (blocks.next()) {
        last = blocks.block().lastSequence();
      }
    }
    return last;
  }
}
