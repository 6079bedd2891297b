package io.semj.core.engine;

import io.semj.core.JournalConfig;
import io.semj.core.SyncPolicy;
import io.semj.core.engine.SegmentSupply.LeftBehind;
import io.semj.core.metrics.MetricsRecorder;
import io.semj.core.storage.DurableMark;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentAppender;
import io.semj.core.storage.StorageErrors;
import io.semj.error.JournalNotFoundException;
import io.semj.error.StorageIoException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Group commit: forces what the writer has published while the writer fills the next blocks, then
 * advances the durable sequence. A force that fails is never tried again, since the kernel forgets
 * what it could not write: it fail-stops the journal.
 *
 * <p>The sync thread does this, and the writer itself where somebody waits for a few bytes and
 * there is nothing else to write: handing them over would take as long as forcing them. One of them
 * at a time.
 */
final class Syncer implements DurabilityTracker.Syncing {
  private static final long IDLE_PARK_NANOS = 100_000_000L;

  /** The writer ends it. */
  private static final long LONGEST_DOZE_NANOS = 250_000_000L;

  private static final int IDLE_ROUNDS_BEFORE_DOZING = 8;

  /**
   * From one sync of batches that nobody waits for to the next. Forces without a break between them
   * take much of a processor, and make the writer wait for the file system.
   */
  private static final long BETWEEN_BATCHES_NANOS = 1_000_000L;

  private static final long LONGEST_DIRECT_NANOS = 1_000_000L;
  private static final long LARGEST_DIRECT = 128 << 10;

  private final Supplier<WrittenPosition> written;
  private final LongSupplier settled;
  private final Lifecycle lifecycle;
  private final SegmentSupply supply;
  private final DurabilityTracker durability;
  private final DurableMark mark;
  private final SegmentCatalog catalog;
  private final MetricsRecorder metrics;
  private final JournalConfig config;
  private final boolean eachBatch;
  private final long intervalNanos;
  private final ReentrantLock syncing = new ReentrantLock();
  private boolean failed;
  private long lastTook;
  private volatile boolean dozing;
  private int idleRounds;
  private volatile boolean stopping;
  private volatile Thread thread;
  private volatile JournalPosition durablePosition;
  private volatile long lastSync = System.nanoTime();

  Syncer(
      Supplier<WrittenPosition> written,
      LongSupplier settled,
      Lifecycle lifecycle,
      SegmentSupply supply,
      DurabilityTracker durability,
      DurableMark mark,
      JournalPosition start,
      SegmentCatalog catalog,
      MetricsRecorder metrics,
      JournalConfig config) {
    this.written = written;
    this.settled = settled;
    this.lifecycle = lifecycle;
    this.supply = supply;
    this.durability = durability;
    this.mark = mark;
    this.durablePosition = start;
    this.catalog = catalog;
    this.metrics = metrics;
    this.config = config;
    this.eachBatch = config.syncPolicy() == SyncPolicy.BATCH;
    this.intervalNanos = eachBatch ? BETWEEN_BATCHES_NANOS : config.flushInterval().toNanos();
  }

  @Override
  public void wake() {
    LockSupport.unpark(thread);
  }

  /** Lets {@link #run} sync what is left, seal the last segment, and end. The writer has ended. */
  void stop() {
    stopping = true;
    wake();
  }

  void run() {
    thread = Thread.currentThread();
    supply.syncedBy(thread);
    while (!stopping && !lifecycle.hasFailed()) {
      clearInterrupt();
      if (isDue()) {
        locked(this::syncIfDirty);
      } else {
        park();
      }
      durability.completeDue();
    }
    if (!lifecycle.hasFailed()) {
      clearInterrupt();
      locked(
          () -> {
            sync();
            finish(written.get());
          });
      durability.completeDue();
    }
  }

  private void locked(Runnable work) {
    syncing.lock();
    try {
      work.run();
    } finally {
      syncing.unlock();
    }
  }

  /**
   * Syncs on the writer's thread, unless that would keep it from its work for long: then the sync
   * thread is woken. What depends on the futures of those who wait is left to the sync thread.
   */
  @Override
  public void syncDirectly() {
    if (supply.hasLeftBehind() || !syncing.tryLock()) {
      wake();
      return;
    }
    try {
      if (lastTook > LONGEST_DIRECT_NANOS || unforcedBytes() > LARGEST_DIRECT) {
        wake();
        return;
      }
      clearInterrupt();
      sync();
    } finally {
      syncing.unlock();
    }
    if (durability.hasDue()) {
      wake();
    }
  }

  private long unforcedBytes() {
    JournalPosition now = written.get().position();
    JournalPosition then = durablePosition;
    return now.endPosition() - (then.generation() == now.generation() ? then.endPosition() : 0);
  }

  /** An interrupt, as a dependent action may leave one behind, would close the files. */
  private static void clearInterrupt() {
    Thread.interrupted();
  }

  private boolean isDirty() {
    return settled.getAsLong() > durability.durable();
  }

  private boolean isDue() {
    if (durability.syncWanted() || supply.hasLeftBehind()) {
      return isDirty();
    }
    return config.syncPolicy() != SyncPolicy.WRITTEN
        && System.nanoTime() - lastSync >= intervalNanos
        && isDirty();
  }

  /**
   * Once nothing came for some intervals, or at once where each batch counts, sleeps until woken.
   */
  private void park() {
    boolean dirty = isDirty();
    idleRounds = dirty ? 0 : idleRounds + 1;
    if (dirty || (!eachBatch && idleRounds < IDLE_ROUNDS_BEFORE_DOZING)) {
      LockSupport.parkNanos(untilDue());
      return;
    }
    dozing = true;
    if (!isDirty()) {
      LockSupport.parkNanos(Math.max(LONGEST_DOZE_NANOS, intervalNanos));
    }
    dozing = false;
    if (isDirty()) {
      supply.wakeHousekeeper(); // which may have slowed down too
    }
  }

  @Override
  public boolean isDozing() {
    return dozing;
  }

  private long untilDue() {
    if (config.syncPolicy() == SyncPolicy.WRITTEN) {
      return IDLE_PARK_NANOS;
    }
    long left = intervalNanos - (System.nanoTime() - lastSync);
    return left > 0 ? left : intervalNanos;
  }

  /** The writer may just have done it. */
  private void syncIfDirty() {
    if (isDirty()) {
      sync();
    }
  }

  /** Makes everything that is published now durable; never again once that has failed. */
  private void sync() {
    if (failed) {
      throw new StoppedException("syncing failed on the other thread");
    }
    failed = true;
    trySync();
    failed = false;
  }

  private void trySync() {
    long begin = System.nanoTime();
    lastSync = begin;
    // Read first: whatever is settled now is in the position read behind it, or was dropped.
    long upTo = settled.getAsLong();
    WrittenPosition target = written.get();
    if (!finishUpTo(target.segment())) {
      force(target.segment());
      requireFile(target.segment());
      writeMark(target);
    }
    lastTook = System.nanoTime() - begin;
    metrics.sync(lastTook);
    durability.syncTook(lastTook);
    durability.advance(upTo, Math.min(upTo, target.sequence()));
  }

  /**
   * Finishes the segments that the writer has left, each of which is progress, up to one and no
   * further: a fast writer may leave more meanwhile. Returns whether it met that one.
   */
  private boolean finishUpTo(SegmentAppender last) {
    boolean met = false;
    for (LeftBehind left = supply.pollLeftBehind();
        left != null;
        left = met ? null : supply.pollLeftBehind()) {
      WrittenPosition end = left.end();
      // A seal says that the head of what follows is on the device too: one that is damaged behind
      // a seal was not just being written.
      force(left.next());
      finish(end);
      catalog.sealed();
      writeMark(end);
      durability.advance(end.sequence(), end.sequence());
      met = end.segment() == last;
    }
    return met;
  }

  private void force(SegmentAppender segment) {
    try {
      segment.force();
    } catch (IOException e) {
      throw lost(segment, e);
    }
  }

  /** What was forced into a file that has no name any more is durable for nobody. */
  private void requireFile(SegmentAppender segment) {
    if (segment == written.get().segment() && Files.notExists(segment.path())) {
      throw new JournalNotFoundException(
          "segment was removed under the journal: file=" + segment.path());
    }
  }

  /** Seals a segment that the writer has left. */
  private void finish(WrittenPosition end) {
    SegmentAppender segment = end.segment();
    try {
      segment.finish(end.position().seal(config.clock().epochNanos()));
    } catch (IOException e) {
      throw lost(segment, e);
    }
  }

  private static StorageIoException lost(SegmentAppender segment, IOException e) {
    return new StorageIoException(
        "sync failed, what was not durable before may be lost: file=" + segment.path(),
        StorageErrors.translate(e, segment.path(), "sync"));
  }

  /** The last place between two blocks that is known to be durable. Any thread. */
  JournalPosition durablePosition() {
    return durablePosition;
  }

  private void writeMark(WrittenPosition target) {
    durablePosition = target.position();
    try {
      mark.write(target.position());
    } catch (IOException e) {
      // An older mark only makes the next opening after a crash look at more: not worth failing
      // for.
      metrics.error(StorageErrors.translate(e, config.directory(), "write mark").category());
    }
  }
}
