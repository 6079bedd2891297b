package io.semj.query;

import io.semj.core.filter.FilterBounds;
import io.semj.core.storage.SegmentHead;
import io.semj.error.StorageException;
import io.semj.format.SegmentSeal;
import io.semj.index.BlockIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;

/**
 * A sealed segment. Its index is opened when it is first needed, and made when it is missing,
 * damaged, or of what the segment was before it was rewritten. Any thread.
 */
final class ClosedSegment implements QuerySegment {
  private final IndexMaker maker;
  private SegmentHead head;
  private BlockIndex index;

  /** Gets the index of a sealed segment, one way or another. */
  @FunctionalInterface
  interface IndexMaker {
    BlockIndex index(SegmentHead head) throws IOException;
  }

  ClosedSegment(SegmentHead head, BlockIndex index, IndexMaker maker) {
    this.head = head;
    this.index = index;
    this.maker = maker;
  }

  private synchronized SegmentHead head() {
    return head;
  }

  private SegmentSeal seal() {
    return head().seal().orElseThrow();
  }

  @Override
  public boolean mayMatch(FilterBounds bounds) {
    SegmentSeal seal = seal();
    return seal.eventCount() > 0
        && bounds.maxSequence() >= head().identity().firstSequence()
        && bounds.minSequence() <= seal.lastSequence()
        && bounds.minTimeNanos() <= seal.maxEventTimestamp()
        && bounds.maxTimeNanos() >= seal.minEventTimestamp();
  }

  @Override
  public long maxTimestamp() {
    return seal().maxEventTimestamp();
  }

  @Override
  public long minTimestamp() {
    return seal().minEventTimestamp();
  }

  @Override
  public synchronized OpenSegment open() throws IOException {
    while (Files.exists(head.file().path())) {
      try {
        OpenSegment opened = openAs(SegmentHead.read(head.file()));
        if (opened != null) {
          return opened;
        }
      } catch (NoSuchFileException | StorageException e) {
        if (Files.exists(head.file().path())) {
          throw e;
        }
      }
    }
    return null;
  }

  /** Opens the segment, if that is still the one whose head was read. */
  private OpenSegment openAs(SegmentHead now) throws IOException {
    if (index == null || !IndexFiles.facts(now).equals(IndexFiles.facts(head))) {
      head = now;
      index = maker.index(now);
    }
    SegmentScan scan = new SegmentScan(now.file(), now.identity().generation());
    if (SegmentHead.read(now.file()).seal().equals(now.seal())) {
      return new OpenSegment(scan, index, index.blockCount());
    }
    scan.close(); // rewritten in between
    return null;
  }
}
