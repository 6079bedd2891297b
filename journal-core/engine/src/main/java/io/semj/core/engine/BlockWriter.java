package io.semj.core.engine;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.BlockChain;
import io.semj.core.JournalConfig;
import io.semj.core.metrics.MetricsRecorder;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentAppender;
import io.semj.core.storage.StorageRetry;
import io.semj.error.InsufficientSpaceException;
import io.semj.format.BlockCodecs;
import io.semj.format.BlockCompression;
import io.semj.format.BlockDescriptor;
import io.semj.format.BlockEncoder;
import io.semj.format.BlockInfo;
import io.semj.format.ChainDigest;
import io.semj.format.SegmentHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

/**
 * Seals assembled records into a block and appends it to the current segment, rolling to the next
 * segment when it does not fit. Writer thread only; {@link #written()} for all.
 */
final class BlockWriter {
  private final SegmentSupply supply;
  private final SegmentCatalog catalog;
  private final Stall stall;
  private final StorageRetry retry;
  private final SpaceMonitor space;
  private final MetricsRecorder metrics;
  private final JournalConfig config;
  private final BlockCompression compression;
  private final BlockEncoder encoder;
  private final BlockChain chain;
  private final BlockInfo info = new BlockInfo();
  private final byte[] digest = new byte[ChainDigest.LENGTH];
  private ByteBuffer block = ByteBuffer.allocateDirect(1 << 16).order(LITTLE_ENDIAN);
  private LongSupplier lastCheckpoint = () -> 0;
  private SegmentAppender segment;
  private final WriterProgress progress;
  private final StorageRetry.Operation<Boolean> appending = this::appendBlock;
  private final StorageRetry.Operation<Boolean> discarding = this::discardBlock;
  private int size;
  private volatile long kernelSequence;

  /** What the writer does while it cannot go on. */
  interface Stall {
    /**
     * Waits a moment for space or a segment.
     *
     * @return false when the block is to be given up instead
     * @throws StoppedException when the journal stops and waiting is pointless
     */
    boolean pause(int round);
  }

  BlockWriter(
      SegmentAppender begun,
      JournalPosition start,
      SegmentSupply supply,
      SegmentCatalog catalog,
      Stall stall,
      StorageRetry retry,
      SpaceMonitor space,
      MetricsRecorder metrics,
      JournalConfig config) {
    this.segment = begun;
    this.kernelSequence = begun.header().journal().lastKernelSyncSequence();
    this.supply = supply;
    this.catalog = catalog;
    this.stall = stall;
    this.retry = retry;
    this.space = space;
    this.metrics = metrics;
    this.config = config;
    this.compression = config.compression();
    this.chain = new BlockChain(start.digest().toBytes());
    chain.copyDigest(digest, 0);
    this.encoder =
        new BlockEncoder(
            BlockCodecs.create(compression),
            config.compressionThreshold(),
            chain,
            config.chainMode());
    this.progress = new WriterProgress(begun, start);
  }

  /** Where new segments learn of the newest checkpoint; set once, before threads run. */
  void checkpointsFrom(LongSupplier sequence) {
    lastCheckpoint = sequence;
  }

  /** Where the writer is now. Any thread. */
  WrittenPosition written() {
    return progress.snapshot();
  }

  /** The segment being written. Any thread. */
  SegmentAppender segment() {
    return progress.segment();
  }

  /** The kernel's sequence of the last event from the kernel that was written. Any thread. */
  long kernelSequence() {
    return kernelSequence;
  }

  /**
   * Writes one block; it is visible to readers on return.
   *
   * @return false when it was given up while it waited: it is as if this had not been called
   */
  boolean write(BlockAssembler batch, long firstSequence, long droppedBefore, long durable) {
    long begin = System.nanoTime();
    int length = batch.length();
    batch.complete(config.clock().epochNanos());
    // What was dropped before the block belongs to its segment, whose first sequence follows the
    // last segment's last one.
    if (segment.remaining() < BlockDescriptor.blockSize(length)
        && !roll(firstSequence - droppedBefore)) {
      return false;
    }
    info.blockId(progress.blockId() + 1)
        .generation(progress.generation())
        .firstSequence(firstSequence)
        .eventCount(batch.count())
        .durableSequence(durable)
        .droppedBefore(droppedBefore);
    ensureCapacity(encoder.maxBlockSize(length));
    size = encoder.encode(info, batch.bytes(), length, batch.lastOffset(), block);
    if (!append()) {
      chain.restart(digest);
      return false;
    }
    if (batch.hasKernelEvent()) {
      kernelSequence = batch.kernelSequence();
      segment.lastKernelSequence(kernelSequence);
    }
    chain.copyDigest(digest, 0);
    progress.advance(size, firstSequence + batch.count() - 1, batch, digest);
    metrics.batch(batch.count(), length, size, System.nanoTime() - begin);
    return true;
  }

  /** Whether what made a block wait may be over. */
  boolean mayGoOn() {
    return !space.isFull() || segment.isReserved(size);
  }

  private void ensureCapacity(int needed) {
    if (block.capacity() < needed) {
      block = ByteBuffer.allocateDirect(needed + needed / 4).order(LITTLE_ENDIAN);
    }
  }

  /** Appends the block, however long there is no space for it; false when it was given up. */
  private boolean append() {
    for (int round = 0; !tryAppend(); round++) {
      supply.starve();
      if (!stall.pause(round)) {
        if (attempt("give up a block", discarding)) {
          return false;
        }
        Pause.round(round); // some file systems need space to give some back
      }
    }
    supply.fed();
    space.refused(false);
    return true;
  }

  private boolean appendBlock() throws IOException {
    return segment.tryAppend(block, size);
  }

  private boolean discardBlock() throws IOException {
    return segment.discard();
  }

  private boolean tryAppend() {
    // Below the space to be kept free only what is reserved already may be used.
    boolean mayUse = !space.isFull() || segment.isReserved(size);
    return mayUse && attempt("append", appending);
  }

  /** Does it, retrying what may be transient; false when there is no space for now. */
  private boolean attempt(String operation, StorageRetry.Operation<Boolean> action) {
    try {
      return retry.call(segment.path(), operation, action);
    } catch (InsufficientSpaceException e) {
      boolean isNews = !space.isShort();
      space.refused(true);
      space.full(true);
      if (isNews) {
        metrics.error(e.category());
        config.report(e);
      }
      return false;
    }
  }

  /**
   * Goes on in the next segment. The sync thread finishes the one that is left behind.
   *
   * @return false when the block that needs it was given up before
   */
  private boolean roll(long firstSequence) {
    for (int round = 0; supply.isCrowded(); round++) {
      if (!stall.pause(round)) {
        return false;
      }
    }
    SegmentAppender next = supply.tryTake();
    for (int round = 0; next == null; round++) {
      if (!stall.pause(round)) {
        return false;
      }
      next = supply.tryTake();
    }
    if (!begin(next, firstSequence)) {
      supply.offer(next);
      return false;
    }
    return true;
  }

  /** Begins a segment and makes it the current one; false when the block was given up before. */
  private boolean begin(SegmentAppender begun, long firstSequence) {
    WrittenPosition end = progress.snapshot();
    JournalPosition last = end.position();
    long now = config.clock().epochNanos();
    SegmentHeader header =
        SegmentHeader.live(
                segment
                    .header()
                    .identity()
                    .next(firstSequence, last.blockId() + 1, last.digest(), now),
                compression)
            .withLastCheckpoint(lastCheckpoint.getAsLong())
            .withLastKernelSync(kernelSequence);
    try {
      for (int round = 0; !attempt("begin segment", () -> begun.begin(header)); round++) {
        if (!stall.pause(round)) {
          return false;
        }
      }
    } catch (RuntimeException e) {
      supply.offer(begun); // to be closed and discarded with the journal
      throw e;
    }
    catalog.left(segment.path(), segment.header().identity(), last, now);
    supply.leftBehind(end, begun);
    segment = begun;
    progress.enter(begun, JournalPosition.startOf(header.identity()));
    return true;
  }
}
