package io.semj.core.engine;

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
import io.semj.format.SegmentHeader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Seals assembled records into a block and appends it to the current segment, rolling to the next
 * segment when it does not fit. Writer thread only; {@link #written()} for all.
 */
final class BlockWriter {
  /** For how many rounds of waiting whoever is not to wait long does. */
  private static final int PATIENCE = 120;

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
  private final BlockGroup gathered = new BlockGroup();
  private Consumer<BlockGroup> onWritten = group -> {};
  private LongSupplier lastCheckpoint = () -> 0;
  private SegmentAppender segment;
  private final WriterProgress progress;
  private final StorageRetry.Operation<Boolean> appending = this::appendGathered;
  private final StorageRetry.Operation<Boolean> discarding = this::discardBlock;
  private int wanted;
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

  /** Who is told of blocks that were written; set once, before threads run. */
  void tell(Consumer<BlockGroup> listener) {
    onWritten = listener;
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
   * Writes what was gathered and one block more; all is visible to readers on return. What was
   * dropped before a block belongs to its segment, whose first sequence follows the last segment's
   * last one.
   *
   * @return false when it was given up while it waited: the block is not gathered then, what was
   *     gathered before may be
   */
  boolean write(BlockAssembler batch) {
    if (!writeGathered()) {
      return false;
    }
    if (!tryGather(batch)
        && (!roll(batch.firstSequence() - batch.droppedBefore()) || !tryGather(batch))) {
      return false;
    }
    if (!append()) {
      giveUp();
      return false;
    }
    finish();
    return true;
  }

  /**
   * Writes what was gathered; it is visible to readers on return.
   *
   * @return false when it was given up while it waited, and is gathered still
   */
  boolean writeGathered() {
    if (!gathered.isEmpty()) {
      if (!append()) {
        return false;
      }
      finish();
    }
    return true;
  }

  /** Writes what was gathered past the page cache, unless there is any trouble with it. */
  boolean tryWriteGathered() {
    try {
      for (int round = 0; !space.isFull() && round < PATIENCE; round++) {
        if (segment.tryAppend(gathered.bytes(), true)) {
          finish();
          return true;
        }
        Pause.round(round); // something is being reserved
      }
      return false;
    } catch (IOException | UncheckedIOException e) {
      return false; // who tries again meets it again
    }
  }

  /**
   * Seals a block, to be written with others.
   *
   * @return false when there is no room for it: in the segment, if nothing is gathered
   */
  boolean tryGather(BlockAssembler batch) {
    int length = batch.length();
    long position = progress.endPosition() + gathered.size();
    if (segment.capacity() - position < BlockDescriptor.blockSize(length)
        || !gathered.hasRoom(encoder.maxBlockSize(length))) {
      return false;
    }
    gathered.add(encoder, progress, batch);
    return true;
  }

  /** What is sealed and not written. */
  BlockGroup gathered() {
    return gathered;
  }

  /** Forgets what was gathered: its events will come again. */
  void giveUp() {
    chain.restart(progress.digest());
    gathered.clear();
  }

  private void finish() {
    if (gathered.hasKernelEvent()) {
      kernelSequence = gathered.kernelSequence();
      segment.lastKernelSequence(kernelSequence);
    }
    progress.advance(gathered);
    gathered.count(metrics);
    onWritten.accept(gathered);
    gathered.clear();
  }

  /** Whether what made a block wait may be over. */
  boolean mayGoOn() {
    return !space.isFull() || segment.isReserved(wanted);
  }

  /** Appends what is gathered, however long there is no space; false when it was given up. */
  private boolean append() {
    wanted = gathered.size();
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

  private boolean appendGathered() throws IOException {
    return segment.tryAppend(gathered.bytes(), false);
  }

  private boolean discardBlock() throws IOException {
    return segment.discard();
  }

  private boolean tryAppend() {
    // Below the space to be kept free only what is reserved already may be used.
    return mayGoOn() && attempt("append", appending);
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
