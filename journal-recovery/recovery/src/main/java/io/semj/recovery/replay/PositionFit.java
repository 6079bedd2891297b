package io.semj.recovery.replay;

import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentHead;
import io.semj.error.ConsistencyException;
import io.semj.format.SegmentReanchor;
import java.util.List;

/**
 * Whether a journal holds what somebody has handled of it, by the heads of its segments: it may
 * have been cut since, or put back from a backup, or its oldest events may be gone.
 */
public final class PositionFit {
  private PositionFit() {}

  /**
   * Refuses a position that the journal does not reach, or that lies in what was cut.
   *
   * @param directory of the journal
   * @param sequence up to which everything was handled
   * @throws ConsistencyException when the journal does not hold that event's place any more
   */
  public static void requireReached(JournalDirectory directory, long sequence) {
    SegmentHead holder = null;
    for (SegmentFile file : directory.segments()) {
      if (file.firstSequence() <= sequence && !SegmentHead.isBlank(file)) {
        holder = SegmentHead.read(file);
      }
    }
    long reached = holder == null ? 0 : reached(holder);
    if (sequence > reached) {
      throw new ConsistencyException(
          "what was handled is not in the journal any more: handledSequence="
              + sequence
              + ", lastSequence="
              + reached
              + ", directory="
              + directory.path());
    }
  }

  /** How far a segment goes; a cut one does not go to where the next one begins. */
  private static long reached(SegmentHead holder) {
    boolean isCut =
        holder
            .reanchor()
            .flatMap(SegmentReanchor::kind)
            .filter(SegmentReanchor.Kind.CUT::equals)
            .isPresent();
    return isCut
        ? holder.seal().orElseThrow().lastSequence()
        : holder.continuation().map(JournalPosition::sequence).orElse(Long.MAX_VALUE);
  }

  /**
   * Refuses a position behind which events are gone that were not handled.
   *
   * @param directory of the journal
   * @param sequence up to which everything was handled
   * @throws ConsistencyException when the oldest event that is left does not follow it
   */
  public static void requireEventsBehind(JournalDirectory directory, long sequence) {
    List<SegmentFile> segments = directory.segments();
    if (segments.isEmpty() || segments.get(0).firstSequence() > sequence + 1) {
      throw new ConsistencyException(
          "events behind what was handled were removed: handledSequence="
              + sequence
              + ", firstSequence="
              + (segments.isEmpty() ? "none" : segments.get(0).firstSequence())
              + ", directory="
              + directory.path());
    }
  }
}
