package io.semj.recovery;

import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentHead;
import io.semj.format.SegmentReanchor;
import io.semj.format.SegmentSeal;

/** Holds a seal, and the header that was sealed with it, against what the segment holds. */
final class SealCheck {
  private SealCheck() {}

  /** What is wrong with the seal, or null. */
  static String check(SegmentHead head, JournalPosition end) {
    SegmentSeal seal = head.seal().orElseThrow();
    SegmentSeal counted = end.seal(seal.sealTimeNanos());
    if (!counted.equals(seal)) {
      return "seal does not agree with the blocks: expected=" + counted + ", actual=" + seal;
    }
    var sealed = head.header().sealed(seal).journal();
    if (!head.header().journal().equals(sealed)) {
      return "header does not agree with the seal: expected="
          + sealed
          + ", actual="
          + head.header().journal();
    }
    return head.reanchor().map(reanchor -> check(head, reanchor)).orElse(null);
  }

  /** What follows must continue behind the events there are, and those taken out must have room. */
  private static String check(SegmentHead head, SegmentReanchor reanchor) {
    SegmentSeal seal = head.seal().orElseThrow();
    long given = reanchor.lastSequence() - head.identity().firstSequence() + 1;
    return seal.lastSequence() > reanchor.lastSequence()
            || reanchor.removedEvents() < 0
            || seal.eventCount() + reanchor.removedEvents() > given
        ? "re-anchor does not agree with the seal: sequences="
            + given
            + ", events="
            + seal.eventCount()
            + ", removedEvents="
            + reanchor.removedEvents()
            + ", lastSequence="
            + seal.lastSequence()
        : null;
  }
}
