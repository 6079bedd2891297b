package io.semj.core.engine;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.core.metrics.MetricsRecorder;
import io.semj.core.storage.SegmentAppender;
import io.semj.format.BlockEncoder;
import io.semj.format.BlockInfo;
import io.semj.format.ChainDigest;
import java.nio.ByteBuffer;

/**
 * Sealed blocks, one behind another in memory, that are appended to a segment by one write. They
 * lie in memory as they will in the file's pages, so that whole pages can be written as they are.
 * One thread at a time.
 */
final class BlockGroup {
  private static final int MOST_BLOCKS = 128;

  /** What blocks have together at most, if it is more than one. */
  private static final int MOST_BYTES = 5 << 18;

  private static final int INITIAL_CAPACITY = 1 << 16;

  private final int[] counts = new int[MOST_BLOCKS];
  private final int[] rawLengths = new int[MOST_BLOCKS];
  private final int[] sizes = new int[MOST_BLOCKS];
  private final long[] nanos = new long[MOST_BLOCKS];
  private final BlockInfo info = new BlockInfo();
  private final byte[] digest = new byte[ChainDigest.LENGTH];
  private ByteBuffer bytes = allocate(INITIAL_CAPACITY);
  private int begin;
  private int end;
  private int lastBlock;
  private int blocks;
  private long sealedAt;
  private long events;
  private long firstSequence;
  private long lastSequence;
  private long droppedBefore;
  private long minTimestamp;
  private long maxTimestamp;
  private boolean hasKernelEvent;
  private long kernelSequence;

  private static ByteBuffer allocate(int capacity) {
    return ByteBuffer.allocateDirect(capacity + SegmentAppender.PAGE)
        .alignedSlice(SegmentAppender.PAGE)
        .order(LITTLE_ENDIAN);
  }

  private void begin(long position, BlockAssembler first) {
    begin = (int) (position % SegmentAppender.PAGE);
    end = begin;
    firstSequence = first.firstSequence();
    droppedBefore = first.droppedBefore();
    minTimestamp = Long.MAX_VALUE;
    maxTimestamp = Long.MIN_VALUE;
    hasKernelEvent = false;
  }

  /** Forgets the blocks. */
  void clear() {
    end = begin;
    blocks = 0;
    events = 0;
  }

  boolean isEmpty() {
    return blocks == 0;
  }

  /** Whether a block of up to so many bytes can be added to those that are there. */
  boolean hasRoom(int most) {
    return isEmpty() || (blocks < MOST_BLOCKS && size() + most <= MOST_BYTES);
  }

  private void ensureRoom(int most) {
    if (end + most > bytes.capacity()) {
      int needed = end + most;
      int capacity =
          isEmpty() ? needed + needed / 4 : Math.max(needed, SegmentAppender.PAGE + MOST_BYTES);
      bytes = allocate(capacity).put(begin, bytes, begin, end - begin);
    }
  }

  /**
   * Seals a block behind the others.
   *
   * @param encoder moves the chain on
   * @param progress where the first of the blocks will be appended
   */
  void add(BlockEncoder encoder, WriterProgress progress, BlockAssembler batch) {
    long started = System.nanoTime();
    if (isEmpty()) {
      begin(progress.endPosition(), batch);
    }
    bytes.clear();
    ensureRoom(encoder.maxBlockSize(batch.length()));
    info.blockId(progress.blockId() + 1 + blocks)
        .generation(progress.generation())
        .firstSequence(batch.firstSequence())
        .eventCount(batch.count())
        .durableSequence(batch.durable())
        .droppedBefore(batch.droppedBefore());
    int size = batch.encode(encoder, info, bytes, end);
    bytes.get(end + size - ChainDigest.LENGTH, digest);
    lastBlock = end;
    end += size;
    lastSequence = batch.lastSequence();
    events += batch.count();
    minTimestamp = Math.min(minTimestamp, batch.minTimestamp());
    maxTimestamp = Math.max(maxTimestamp, batch.maxTimestamp());
    if (batch.hasKernelEvent()) {
      hasKernelEvent = true;
      kernelSequence = batch.kernelSequence();
    }
    counts[blocks] = batch.count();
    rawLengths[blocks] = batch.length();
    sizes[blocks] = size;
    sealedAt = System.nanoTime();
    nanos[blocks++] = sealedAt - started;
  }

  /** Counts its blocks, now that they are written. */
  void count(MetricsRecorder metrics) {
    long appendNanos = (System.nanoTime() - sealedAt) / blocks;
    for (int i = 0; i < blocks; i++) {
      metrics.batch(counts[i], rawLengths[i], sizes[i], nanos[i] + appendNanos);
    }
  }

  /** The blocks, between position and limit. */
  ByteBuffer bytes() {
    return bytes.limit(end).position(begin);
  }

  /** The length of all blocks together. */
  int size() {
    return end - begin;
  }

  int blocks() {
    return blocks;
  }

  long events() {
    return events;
  }

  long firstSequence() {
    return firstSequence;
  }

  long lastSequence() {
    return lastSequence;
  }

  /** How many events were dropped before the first one. */
  long droppedBefore() {
    return droppedBefore;
  }

  /** Where the last block begins, behind the begin of the first one. */
  int lastBlock() {
    return lastBlock - begin;
  }

  long minTimestamp() {
    return minTimestamp;
  }

  long maxTimestamp() {
    return maxTimestamp;
  }

  boolean hasKernelEvent() {
    return hasKernelEvent;
  }

  long kernelSequence() {
    return kernelSequence;
  }

  /** The chain's digest behind the last block. */
  byte[] digest() {
    return digest;
  }
}
