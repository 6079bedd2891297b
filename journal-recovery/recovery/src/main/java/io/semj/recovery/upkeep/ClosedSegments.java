package io.semj.recovery.upkeep;

import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.StorageErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Finds the segments that no writer touches any more. */
final class ClosedSegments {
  private ClosedSegments() {}

  /** The sealed ones, oldest first, up to the first that is not. */
  static List<SegmentHead> sealed(JournalDirectory directory) {
    List<SegmentHead> sealed = new ArrayList<>();
    for (SegmentFile file : directory.segments()) {
      if (SegmentHead.isBlank(file)) {
        break;
      }
      SegmentHead head = SegmentHead.read(file);
      if (head.seal().isEmpty()) {
        break;
      }
      sealed.add(head);
    }
    return sealed;
  }

  /**
   * The sealed ones behind which there is another segment: the last one tells an opening where to
   * go on, and stays.
   */
  static List<SegmentHead> behindTheLast(JournalDirectory directory) {
    List<SegmentHead> sealed = sealed(directory);
    int files = directory.segments().size();
    return sealed.size() < files ? sealed : sealed.subList(0, Math.max(0, sealed.size() - 1));
  }

  static long size(SegmentHead head) {
    try {
      return Files.size(head.file().path());
    } catch (IOException e) {
      throw StorageErrors.translate(e, head.file().path(), "look at segment");
    }
  }
}
