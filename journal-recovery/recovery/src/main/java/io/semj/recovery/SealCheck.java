package io.semj.recovery;

import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentHead;
import io.semj.format.SegmentSeal;

/** Holds a seal, and the header that was sealed with it, against what the segment holds. */
final class SealCheck {
  private SealCheck() {}

  /** What is wrong with the seal, or null. */
  static String check(SegmentHead head, SegmentSeal seal, JournalPosition end) {
    SegmentSeal counted = end.seal(seal.sealTimeNanos());
    if (!counted.equals(seal)) {
      return "seal does not agree with the blocks: expected=" + counted + ", actual=" + seal;
    }
    var sealed = head.header().sealed(seal).journal();
    return head.header().journal().equals(sealed)
        ? null
        : "header does not agree with the seal: expected="
            + sealed
            + ", actual="
            + head.header().journal();
  }
}
