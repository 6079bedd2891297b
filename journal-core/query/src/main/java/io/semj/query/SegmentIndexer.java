package io.semj.query;

import io.semj.core.storage.SegmentHead;
import io.semj.error.CorruptionException;
import io.semj.format.BlockFlyweight;
import io.semj.format.RecordFlyweight;
import io.semj.index.BlockSpan;
import io.semj.index.KeyExtractor;
import io.semj.index.LiveIndex;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** Reads a segment from its beginning on and indexes it, as far as it is written. One thread. */
final class SegmentIndexer implements Closeable {
  private final LiveIndex index;
  private final Path file;
  private final SegmentScan scan;
  private long position;

  SegmentIndexer(SegmentHead segment, KeyExtractor extractor) throws IOException {
    this.index = new LiveIndex(extractor);
    this.file = segment.file().path();
    this.scan = new SegmentScan(segment.file(), segment.identity().generation());
    this.position = segment.identity().dataOffset();
  }

  LiveIndex index() {
    return index;
  }

  /**
   * Goes on with what is there.
   *
   * @param lastSequence to stop behind
   * @param endPosition of the segment, or the largest number while it is not sealed
   * @return how many blocks were added
   * @throws CorruptionException when a block is damaged, or a sealed segment lacks its end
   */
  int advance(long lastSequence, long endPosition) {
    int added = 0;
    while (index.lastSequence() < lastSequence && position < endPosition) {
      if (!scan.load(position)) {
        checkEnd(endPosition);
        break;
      }
      addBlock();
      added++;
    }
    if (added > 0) {
      index.makeSearchable();
    }
    return added;
  }

  private void checkEnd(long endPosition) {
    if (endPosition != Long.MAX_VALUE) {
      throw new CorruptionException(
          "sealed segment ends before its seal says: expected="
              + endPosition
              + ", actual="
              + position,
          file.toString(),
          position);
    }
  }

  /** Whether its file is still open: an interrupt of the thread that reads closes it. */
  boolean isOpen() {
    return scan.isOpen();
  }

  private void addBlock() {
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (RecordFlyweight record = scan.next(); record != null; record = scan.next()) {
      index.add(record);
      min = Math.min(min, record.timestampNanos());
      max = Math.max(max, record.timestampNanos());
    }
    BlockFlyweight block = scan.block();
    long end = position + block.blockSize();
    index.endBlock(
        new BlockSpan(
            position,
            end,
            block.firstSequence(),
            block.lastSequence(),
            block.eventCount(),
            min,
            max));
    position = end;
  }

  @Override
  public void close() throws IOException {
    scan.close();
  }
}
