package io.semj.recovery;

import io.semj.checksum.BlockChain;
import io.semj.core.storage.JournalPosition;
import io.semj.format.ChainDigest;
import io.semj.format.SegmentIdentity;

/** Checks that a segment continues the one before it, or begins its journal. */
final class SegmentOrder {
  private SegmentOrder() {}

  /** What is wrong with the oldest segment there is, or null. Retention may have removed others. */
  static String checkFirst(SegmentIdentity first) {
    ChainDigest anchor =
        ChainDigest.of(BlockChain.anchor(SegmentIdentity.journalIdBytes(first.journalId())));
    if (first.firstBlockId() != 1) {
      return first.firstSequence() > 1
          ? null
          : differs("first sequence", "above 1", first.firstSequence());
    }
    return first.chainAnchor().equals(anchor)
        ? null
        : differs("chain anchor of a journal's beginning", anchor, first.chainAnchor());
  }

  /** What is wrong with a segment behind another, or null. */
  static String checkNext(SegmentIdentity before, JournalPosition end, SegmentIdentity next) {
    if (!next.journalId().equals(before.journalId())) {
      return differs("journal id", before.journalId(), next.journalId());
    }
    if (next.generation() <= before.generation()) {
      return differs("generation", "above " + before.generation(), next.generation());
    }
    if (end == null) {
      return null;
    }
    if (next.firstBlockId() != end.blockId() + 1) {
      return differs("first block id", end.blockId() + 1, next.firstBlockId());
    }
    if (next.firstSequence() != end.sequence() + 1) {
      return differs("first sequence", end.sequence() + 1, next.firstSequence());
    }
    return next.chainAnchor().equals(end.digest())
        ? null
        : differs("chain anchor", end.digest(), next.chainAnchor());
  }

  private static String differs(String what, Object expected, Object actual) {
    return what + " does not fit: expected=" + expected + ", actual=" + actual;
  }
}
