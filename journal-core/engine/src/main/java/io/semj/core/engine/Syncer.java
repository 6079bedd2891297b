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
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Group commit: forces what the writer has published while the writer fills the next blocks, then
 * advances the durable sequence. A force that fails is never tried again, since the kernel forgets
 * what it could not write: it fail-stops the journal. Sync thread only.
 */
final class Syncer {
  private static final long IDLE_PARK_NANOS = 100_000_000L;

  private final Supplier<WrittenPosition> written;
  private final LongSupplier settled;
  private final Lifecycle lifecycle;
  private final SegmentSupply supply;
  private final DurabilityTracker durability;
  private final DurableMark mark;
  private final SegmentCatalog catalog;
  private final MetricsRecorder metrics;
  private final JournalConfig config;
  private final long intervalNanos;
  private volatile boolean stopping;
  private volatile Thread thread;
  private volatile JournalPosition durablePosition;
  private long lastSync = System.nanoTime();

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
    this.intervalNanos = config.flushInterval().toNanos();
  }

  void wake() {
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
        sync();
      } else {
        LockSupport.parkNanos(untilDue());
      }
    }
    if (!lifecycle.hasFailed()) {
      clearInterrupt();
      sync();
      finish(written.get());
    }
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

  private long untilDue() {
    if (config.syncPolicy() == SyncPolicy.WRITTEN) {
      return IDLE_PARK_NANOS;
    }
    long left = intervalNanos - (System.nanoTime() - lastSync);
    return left > 0 ? left : intervalNanos;
  }

  /** Makes everything that is published now durable. */
  private void sync() {
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
    metrics.sync(System.nanoTime() - begin);
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
