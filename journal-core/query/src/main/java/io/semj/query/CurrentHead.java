package io.semj.query;

import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.SegmentHead;
import io.semj.error.JournalException;
import java.nio.file.Files;

/** What a segment says of itself now, if it is there. */
final class CurrentHead {
  private CurrentHead() {}

  /**
   * The head of a segment; null when it was removed, or nothing was written to it.
   *
   * @throws JournalException when it is damaged
   */
  static SegmentHead of(SegmentFile file) {
    try {
      return SegmentHead.read(file);
    } catch (JournalException e) {
      if (Files.notExists(file.path()) || isBlank(file)) {
        return null;
      }
      throw e;
    }
  }

  private static boolean isBlank(SegmentFile file) {
    try {
      return SegmentHead.isBlank(file);
    } catch (JournalException e) {
      if (Files.notExists(file.path())) {
        return true; // removed in between
      }
      throw e;
    }
  }
}
