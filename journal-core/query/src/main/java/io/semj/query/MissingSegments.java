package io.semj.query;

import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentHead;
import io.semj.error.ConsistencyException;
import io.semj.error.JournalException;
import io.semj.format.SegmentFileName;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * Tells events that are missing between a sealed segment and the one behind it, as when somebody
 * has deleted a segment: retention removes the oldest only.
 */
final class MissingSegments {
  private final JournalDirectory directory;

  MissingSegments(JournalDirectory directory) {
    this.directory = directory;
  }

  /**
   * Looks whether a segment goes on where the one before it ends.
   *
   * @param before as it was when its head was read
   * @param behind the next one that is there
   * @return the part that is missing; none also when one of the two is not there any more
   */
  Optional<HiddenSegment> between(ClosedSegment before, SegmentFile behind) throws IOException {
    if (endOf(before.head()) + 1 >= behind.firstSequence()) {
      return Optional.empty();
    }
    SegmentHead now = CurrentHead.of(before.head().file()); // it may have been set back since
    long expected = now == null ? Long.MAX_VALUE : endOf(now) + 1;
    if (expected >= behind.firstSequence() || isThere(expected) || !mayHoldEvents(behind)) {
      return Optional.empty();
    }
    return Optional.of(
        new HiddenSegment(expected, behind.firstSequence() - 1, before(behind, expected)));
  }

  /**
   * What is wrong where events are missing before a segment.
   *
   * @param expected the first sequence that is missing
   */
  static ConsistencyException before(SegmentFile behind, long expected) {
    return new ConsistencyException(
        "events are missing: file="
            + behind.path()
            + ", expectedSequence="
            + expected
            + ", actualSequence="
            + behind.firstSequence());
  }

  private static long endOf(SegmentHead head) {
    return head.continuation().map(JournalPosition::sequence).orElse(Long.MAX_VALUE - 1);
  }

  /** Whether one was begun while the directory was listed. */
  private boolean isThere(long firstSequence) {
    return Files.exists(directory.resolve(SegmentFileName.format(firstSequence)));
  }

  private static boolean mayHoldEvents(SegmentFile behind) throws IOException {
    try {
      SegmentHead head = CurrentHead.of(behind);
      return head != null && GrowingSegment.holdsEvents(head);
    } catch (JournalException damaged) {
      return true;
    }
  }
}
