package io.semj.recovery.strategy;

import io.semj.core.storage.StorageErrors;
import io.semj.event.EventFlags;
import io.semj.format.RecordFlyweight;
import io.semj.format.RecordScanner;
import io.semj.format.SegmentIdentity;
import io.semj.format.SegmentSeal;
import io.semj.recovery.facts.BlockWindow;
import io.semj.recovery.facts.ProvenBlocks;
import io.semj.recovery.facts.RecoveryFacts;
import io.semj.recovery.facts.SegmentFacts;
import java.io.IOException;

/**
 * Finds the sequence that stands for a moment: everything before the first event, in order of
 * sequences, whose timestamp is later. Where that event was emitted in an atomic group, the cut is
 * before the group; where it and the one before it are of one block and both carry the flag atomic,
 * before the first of that run: what the emitter marked as one stays whole.
 */
final class TimeCut {
  private final RecoveryFacts facts;
  private final long lastNanos;
  private final Work work;
  private final RecordFlyweight record = new RecordFlyweight();

  TimeCut(RecoveryFacts facts, long lastNanos, Work work) {
    this.facts = facts;
    this.lastNanos = lastNanos;
    this.work = work;
  }

  /** The last sequence to keep; that of the last event when none is later. */
  long sequence() {
    long done = 0;
    work.meter().begin("looking for the moment", facts.bytes());
    for (SegmentFacts segment : facts.own()) {
      if (segment.identity().isPresent() && mayHoldLater(segment)) {
        long found = in(segment, done);
        if (found >= 0) {
          return found;
        }
      }
      done += segment.bytes();
    }
    return facts.lastSequence();
  }

  /** A seal tells the latest time of its segment. */
  private boolean mayHoldLater(SegmentFacts segment) {
    return segment
        .head()
        .head()
        .flatMap(h -> h.seal())
        .map(SegmentSeal::maxEventTimestamp)
        .map(latest -> latest > lastNanos)
        .orElse(true);
  }

  private long in(SegmentFacts segment, long done) {
    SegmentIdentity identity = segment.identity().orElseThrow();
    BlockWindow window =
        new BlockWindow(
            identity.generation(),
            identity.dataOffset(),
            Long.MAX_VALUE,
            identity.firstSequence() - 1,
            Long.MAX_VALUE);
    try (ProvenBlocks blocks = new ProvenBlocks(segment.file().path(), window)) {
      while (blocks.next()) {
        work.at(done + blocks.end(), 0);
        if (blocks.latest() > lastNanos) {
          return before(blocks.records());
        }
      }
      return -1;
    } catch (IOException e) {
      throw StorageErrors.translate(e, segment.file().path(), "read");
    }
  }

  private long before(RecordScanner records) {
    long groupFrom = -1;
    while (records.next()) {
      record.wrap(records.buffer(), records.offset());
      long sequence = record.userspaceSequence();
      boolean atomic = (record.eventFlags() & EventFlags.ATOMIC) != 0;
      groupFrom = atomic ? (groupFrom < 0 ? sequence : groupFrom) : -1;
      if (record.timestampNanos() > lastNanos) {
        long marked = groupFrom < 0 ? sequence : groupFrom;
        return Math.min(marked, record.groupFirstSequence()) - 1;
      }
    }
    throw new AssertionError("a block's latest time is of none of its events");
  }
}
