package io.semj.core.engine;

import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentAppender;
import io.semj.core.storage.SegmentTotals;
import io.semj.format.ChainDigest;
import java.util.concurrent.locks.StampedLock;

/**
 * How far the writer is. The writer moves it with every block and allocates nothing; everybody else
 * takes consistent snapshots.
 */
final class WriterProgress {
  private final StampedLock lock = new StampedLock();
  private final byte[] digest = new byte[ChainDigest.LENGTH];
  private volatile SegmentAppender segment;
  private long generation;
  private long endPosition;
  private long sequence;
  private long blockId;
  private long blocks;
  private long events;
  private long minTimestamp;
  private long maxTimestamp;
  private long lastBlockPosition;

  WriterProgress(SegmentAppender begun, JournalPosition start) {
    enter(begun, start);
  }

  /** The writer begins a segment. */
  void enter(SegmentAppender begun, JournalPosition start) {
    long stamp = lock.writeLock();
    try {
      segment = begun;
      generation = start.generation();
      endPosition = start.endPosition();
      sequence = start.sequence();
      blockId = start.blockId();
      SegmentTotals totals = start.totals();
      blocks = totals.blocks();
      events = totals.events();
      minTimestamp = totals.minTimestamp();
      maxTimestamp = totals.maxTimestamp();
      lastBlockPosition = totals.lastBlockPosition();
      System.arraycopy(start.digest().toBytes(), 0, digest, 0, digest.length);
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  /** The writer has appended blocks to the segment. */
  void advance(BlockGroup group) {
    long stamp = lock.writeLock();
    try {
      lastBlockPosition = endPosition + group.lastBlock();
      endPosition += group.size();
      sequence = group.lastSequence();
      blockId += group.blocks();
      blocks += group.blocks();
      events += group.events();
      minTimestamp = Math.min(minTimestamp, group.minTimestamp());
      maxTimestamp = Math.max(maxTimestamp, group.maxTimestamp());
      System.arraycopy(group.digest(), 0, digest, 0, digest.length);
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  /** The segment's generation; for the writer itself. */
  long generation() {
    return generation;
  }

  /** Where the last block ends; for the writer itself. */
  long endPosition() {
    return endPosition;
  }

  /** The digest of the chain; for the writer itself, only to be read. */
  byte[] digest() {
    return digest;
  }

  /** The last block's id; for the writer itself. */
  long blockId() {
    return blockId;
  }

  /** The segment being written. Any thread. */
  SegmentAppender segment() {
    return segment;
  }

  /** Where the writer is now. Any thread. */
  WrittenPosition snapshot() {
    long stamp = lock.tryOptimisticRead();
    WrittenPosition read = read();
    if (lock.validate(stamp)) {
      return read;
    }
    stamp = lock.readLock();
    try {
      return read();
    } finally {
      lock.unlockRead(stamp);
    }
  }

  private WrittenPosition read() {
    SegmentTotals totals =
        new SegmentTotals(blocks, events, minTimestamp, maxTimestamp, lastBlockPosition);
    return new WrittenPosition(
        segment,
        new JournalPosition(
            generation, endPosition, sequence, blockId, ChainDigest.of(digest), totals));
  }
}
