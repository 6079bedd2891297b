package io.semj.tool;

import io.semj.core.storage.DurableMark;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentHead;
import io.semj.error.CorruptionException;
import io.semj.error.JournalException;
import io.semj.format.SegmentIdentity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Tells a journal that ends where it should from one that lost its end, by the durable mark. A
 * reader cannot: to it, a segment that is gone or blank looks like one that is not written yet.
 */
public final class DurableEnd {
  private final JournalDirectory journal;
  private final long durable;

  private DurableEnd(JournalDirectory journal, long durable) {
    this.journal = journal;
    this.durable = durable;
  }

  /**
   * Notes what is durable. To be called before reading begins: what is durable by then has to be
   * found.
   *
   * @param journal the directory
   * @return where the journal must not end before; a mark that cannot be read asks nothing
   */
  public static DurableEnd of(JournalDirectory journal) {
    return new DurableEnd(journal, durable(journal));
  }

  private static long durable(JournalDirectory journal) {
    try {
      for (SegmentFile file : journal.segments()) {
        if (!SegmentHead.isBlank(file)) {
          SegmentIdentity identity = SegmentHead.read(file).identity();
          return DurableMark.read(journal, SegmentIdentity.journalIdBytes(identity.journalId()))
              .map(JournalPosition::sequence)
              .orElse(0L);
        }
      }
    } catch (IOException | JournalException e) {
      // Whoever reads the segments will say so.
    }
    return 0;
  }

  /**
   * Checks that all that is durable was found.
   *
   * @param reached the last sequence that was read when there was nothing more
   * @param wanted the last sequence that matters
   * @throws CorruptionException when durable events are not there
   */
  public void check(long reached, long wanted) {
    if (reached >= Math.min(durable, wanted)) {
      return;
    }
    List<SegmentFile> segments = journal.segments();
    SegmentHead last = null;
    for (SegmentFile file : segments) {
      if (SegmentHead.isBlank(file)) {
        break;
      }
      last = SegmentHead.read(file);
    }
    // What was cut off or compacted away is not missing.
    Optional<JournalPosition> closed = Optional.ofNullable(last).flatMap(SegmentHead::continuation);
    long end = closed.map(JournalPosition::sequence).orElse(reached);
    if (end < Math.min(durable, wanted)) {
      throw new CorruptionException(
          "durable events are not there: durableSequence=" + durable + ", lastSequence=" + end,
          (last == null ? journal.path() : last.file().path()).toString(),
          0);
    }
  }
}
