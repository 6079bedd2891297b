package io.semj.recovery.strategy;

import io.semj.core.storage.StorageErrors;
import io.semj.format.RecordFlyweight;
import io.semj.format.RecordScanner;
import io.semj.format.SegmentIdentity;
import io.semj.recovery.facts.BlockWindow;
import io.semj.recovery.facts.ProvenBlocks;
import io.semj.recovery.facts.RecoveryFacts;
import io.semj.recovery.facts.SegmentFacts;
import java.io.IOException;

/**
 * Finds a place to cut at that splits no atomic group: a cut behind a sequence splits one if and
 * only if an event up to there belongs to a group whose last sequence is above. The events of a
 * group are in one block.
 */
final class GroupBoundary {
  private final RecoveryFacts facts;
  private final Work work;
  private final RecordFlyweight record = new RecordFlyweight();

  GroupBoundary(RecoveryFacts facts, Work work) {
    this.facts = facts;
    this.work = work;
  }

  /** The sequence itself, or that before the group it lies in. */
  long atOrBefore(long through) {
    SegmentFacts holder = null;
    for (SegmentFacts segment : facts.own()) {
      if (segment.file().firstSequence() <= through && segment.identity().isPresent()) {
        holder = segment;
      }
    }
    return holder == null ? through : in(holder, through);
  }

  private long in(SegmentFacts segment, long through) {
    SegmentIdentity identity = segment.identity().orElseThrow();
    BlockWindow window =
        new BlockWindow(
            identity.generation(),
            identity.dataOffset(),
            Long.MAX_VALUE,
            identity.firstSequence() - 1,
            Long.MAX_VALUE);
    work.meter().begin("looking for a group at the cut", segment.bytes());
    try (ProvenBlocks blocks = new ProvenBlocks(segment.file().path(), window)) {
      while (blocks.next() && blocks.block().firstSequence() <= through) {
        work.at(blocks.end(), 0);
        if (blocks.block().lastSequence() > through) {
          return atOrBefore(blocks.records(), through);
        }
      }
      return through;
    } catch (IOException e) {
      throw StorageErrors.translate(e, segment.file().path(), "read");
    }
  }

  private long atOrBefore(RecordScanner records, long through) {
    while (records.next()) {
      record.wrap(records.buffer(), records.offset());
      if (record.userspaceSequence() > through) {
        break;
      }
      if (record.groupLastSequence() > through) {
        return record.groupFirstSequence() - 1;
      }
    }
    return through;
  }
}
