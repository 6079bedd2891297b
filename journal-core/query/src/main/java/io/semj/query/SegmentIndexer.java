package io.semj.query;

import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.StorageErrors;
import io.semj.core.storage.TornTail;
import io.semj.error.CorruptionException;
import io.semj.format.BlockFlyweight;
import io.semj.format.BlockVerdict;
import io.semj.format.RecordFlyweight;
import io.semj.index.BlockSpan;
import io.semj.index.KeyExtractor;
import io.semj.index.LiveIndex;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads a segment from its beginning on and indexes it, as far as it is written. One thread. */
final class SegmentIndexer implements Closeable {
  private final LiveIndex index;
  private final Path file;
  private final SegmentScan scan;
  private final TornTail tail;
  private long position;
  private boolean inBlock;

  SegmentIndexer(SegmentHead segment, KeyExtractor extractor) throws IOException {
    this.index = new LiveIndex(extractor);
    this.file = segment.file().path();
    this.tail = new TornTail(segment.file(), segment.identity());
    this.scan = new SegmentScan(segment.file(), segment.identity().generation());
    this.position = segment.identity().dataOffset();
  }

  LiveIndex index() {
    return index;
  }

  /** Behind the last block that was added. */
  long position() {
    return position;
  }

  /**
   * Goes on with what is there. In a segment that is not sealed, bytes that are no block are what a
   * crash left behind the end, unless events there are known to have been acknowledged.
   *
   * @param lastSequence to stop behind
   * @param endPosition of the segment, or the largest number while it is not sealed
   * @return whether it came to where there is no block
   * @throws CorruptionException when a block is damaged, or a sealed segment lacks its end
   */
  boolean advance(long lastSequence, long endPosition) {
    long before = position;
    try {
      while (index.lastSequence() < lastSequence && position < endPosition) {
        if (!scan.load(position)) {
          checkEnd(endPosition);
          return true;
        }
        addBlock(endPosition);
      }
      return false;
    } finally {
      if (position > before) {
        index.makeSearchable();
      }
    }
  }

  private void checkEnd(long endPosition) {
    BlockVerdict verdict = scan.verdict();
    boolean isShort = verdict == BlockVerdict.END_OF_LOG || verdict == BlockVerdict.INCOMPLETE;
    if (endPosition != Long.MAX_VALUE && isShort) {
      throw new CorruptionException(
          "sealed segment ends before its seal says: expected="
              + endPosition
              + ", actual="
              + position,
          file.toString(),
          position);
    }
    if (verdict != BlockVerdict.END_OF_LOG && (endPosition != Long.MAX_VALUE || !isTorn())) {
      throw damaged();
    }
  }

  private boolean isTorn() {
    try {
      return scan.verdict() != BlockVerdict.UNSUPPORTED_FLAGS
          && tail.beginsAt(position, index.lastSequence(), List.of());
    } catch (IOException e) {
      throw StorageErrors.translate(e, file, "read block");
    }
  }

  /**
   * Whether the segment ends where it was read to, as it has to where another follows it.
   *
   * @return false when there is a block more
   * @throws CorruptionException when there is something else
   */
  boolean isAtEnd() {
    if (scan.load(position)) {
      return false;
    }
    if (scan.verdict() != BlockVerdict.END_OF_LOG) {
      throw damaged();
    }
    return true;
  }

  private CorruptionException damaged() {
    return new CorruptionException(
        "block is damaged: " + scan.verdict(), file.toString(), position);
  }

  /**
   * False when it cannot go on: an interrupt of the thread that reads has closed the file, or
   * something was thrown in the middle of a block.
   */
  boolean isUsable() {
    return scan.isOpen() && !inBlock;
  }

  private void addBlock(long endPosition) {
    BlockFlyweight block = scan.block();
    long end = position + block.blockSize();
    if (end > endPosition) {
      throw new CorruptionException(
          "block lies across the end of its segment: expected=" + endPosition + ", actual=" + end,
          file.toString(),
          position);
    }
    inBlock = true;
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (RecordFlyweight record = scan.next(); record != null; record = scan.next()) {
      index.add(record);
      min = Math.min(min, record.timestampNanos());
      max = Math.max(max, record.timestampNanos());
    }
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
    inBlock = false;
  }

  @Override
  public void close() throws IOException {
    scan.close();
  }
}
