package io.semj.tool;

import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentHead;
import io.semj.error.ConsistencyException;
import io.semj.error.CorruptionException;
import io.semj.error.JournalNotFoundException;
import io.semj.format.SegmentIdentity;
import io.semj.tool.read.LastSequence;
import java.util.Optional;

/**
 * Makes sure by heads alone that no segment is missing in between or at the end. Whoever reads all
 * events meets that anyway; who asks an index does not.
 */
public final class WholeJournal {
  private WholeJournal() {}

  /**
   * Checks a journal.
   *
   * @param journal the directory
   * @throws io.semj.error.JournalException when something is missing, a head is damaged, or a file
   *     is no segment
   */
  public static void require(JournalDirectory journal) {
    DurableEnd end = DurableEnd.of(journal);
    SegmentFile blank = null;
    Optional<JournalPosition> before = Optional.empty();
    for (SegmentFile file : journal.segments()) {
      if (blank != null) {
        throw new CorruptionException("segment head is blank", blank.path().toString(), 0);
      }
      try {
        if (SegmentHead.isBlank(file)) {
          blank = file;
        } else {
          SegmentHead head = SegmentHead.read(file);
          before.ifPresent(position -> requireNext(position, head));
          before = head.continuation();
        }
      } catch (JournalNotFoundException removed) {
        before = Optional.empty(); // Retention was quicker: nothing older is left.
      }
    }
    end.check(LastSequence.of(journal), Long.MAX_VALUE);
  }

  private static void requireNext(JournalPosition before, SegmentHead next) {
    SegmentIdentity identity = next.identity();
    if (identity.firstBlockId() != before.blockId() + 1
        || !identity.chainAnchor().equals(before.digest())) {
      throw new ConsistencyException(
          "events are missing: file="
              + next.file().path()
              + ", expectedBlock="
              + (before.blockId() + 1)
              + ", actualBlock="
              + identity.firstBlockId());
    }
  }
}
