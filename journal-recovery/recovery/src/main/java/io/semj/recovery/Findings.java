package io.semj.recovery;

import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.format.BlockFlyweight;
import io.semj.format.ChainMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Collects what a verification finds. */
final class Findings {
  private final List<SequenceGap> gaps = new ArrayList<>();
  private final List<IntegrityProblem> problems = new ArrayList<>();
  private final List<RewrittenSegment> rewritten = new ArrayList<>();
  private long segments;
  private long sealedSegments;
  private long blocks;
  private long lightBlocks;
  private long events;
  private long storedBytes;
  private long uncompressedBytes;
  private long firstSequence;
  private long lastSequence;
  private long gapCount;
  private long droppedEvents;
  private long rewrittenCount;
  private long removedEvents;
  private long problemCount;

  void segment(boolean sealed) {
    segments++;
    if (sealed) {
      sealedSegments++;
    }
  }

  /** A block in which all is sound. */
  void block(BlockFlyweight block) {
    blocks++;
    if (block.chainMode() == ChainMode.CRC32) {
      lightBlocks++;
    }
    events += block.eventCount();
    storedBytes += block.blockSize();
    uncompressedBytes += block.uncompressedLength();
    if (firstSequence == 0) {
      firstSequence = block.firstSequence();
    }
    lastSequence = block.lastSequence();
  }

  void gap(long firstMissing, long count) {
    gapCount++;
    droppedEvents += count;
    if (gaps.size() < IntegrityReport.MOST_LISTED) {
      gaps.add(new SequenceGap(firstMissing, count));
    }
  }

  void rewritten(RewrittenSegment segment) {
    rewrittenCount++;
    removedEvents += segment.removedEvents();
    droppedEvents += segment.droppedEvents();
    if (rewritten.size() < IntegrityReport.MOST_LISTED) {
      rewritten.add(segment);
    }
  }

  void problem(IntegrityProblem.Kind kind, SegmentFile file, long position, String what) {
    problem(kind, file.path(), position, what);
  }

  void problem(IntegrityProblem.Kind kind, Path file, long position, String what) {
    problemCount++;
    if (problems.size() < IntegrityReport.MOST_LISTED) {
      problems.add(new IntegrityProblem(kind, file, position, what));
    }
  }

  long problemCount() {
    return problemCount;
  }

  long events() {
    return events;
  }

  long lastSequence() {
    return lastSequence;
  }

  IntegrityReport report(Path directory) {
    IntegrityReport.Totals totals =
        new IntegrityReport.Totals(
            segments,
            sealedSegments,
            blocks,
            lightBlocks,
            events,
            storedBytes,
            uncompressedBytes,
            firstSequence,
            lastSequence);
    return new IntegrityReport(
        directory,
        totals,
        gaps,
        gapCount,
        droppedEvents,
        rewritten,
        rewrittenCount,
        removedEvents,
        problems,
        problemCount);
  }
}
