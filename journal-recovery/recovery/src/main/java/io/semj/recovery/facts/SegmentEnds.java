package io.semj.recovery.facts;

import io.semj.core.storage.SegmentHead;

/** Where a sealed segment ends, for the one behind it. */
final class SegmentEnds {
  private SegmentEnds() {}

  static Continuation of(SegmentHead head) {
    return Continuation.at(head.continuation().orElseThrow());
  }
}
