package io.semj.core.engine;

import io.semj.core.JournalConfig;
import io.semj.core.SegmentIo;
import io.semj.core.SystemJournalClock;
import io.semj.core.metrics.MetricsRecorder;
import io.semj.core.storage.CopyOnWrite;
import io.semj.core.storage.DirectoryLock;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.SegmentAppender;
import io.semj.core.storage.StorageErrors;
import io.semj.core.storage.StorageRetry;
import io.semj.error.InsufficientSpaceException;
import io.semj.error.JournalLockedException;
import io.semj.error.JournalNotFoundException;
import io.semj.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Keeps slow work off the writer: reserves space and prepares segments ahead of it, watches the
 * free space, deletes what retention lets go, and takes the pulse of the metrics. Housekeeper
 * thread only.
 */
final class Housekeeper {
  private static final long PERIOD_NANOS = 20_000_000L;
  private static final long IDLE_PERIOD_NANOS = 250_000_000L;
  private static final int IDLE_ROUNDS_BEFORE_SLOWING = 16;
  private static final long SPACE_CHECK_NANOS = 100_000_000L;
  private static final long SLOW_PERIOD_NANOS = 1_000_000_000L;
  private static final long PREPARE_AHEAD = 64L << 20;

  /** Reservations, before it looks after other things again. */
  private static final int MOST_RESERVATIONS = 32;

  private static final long LOW_SPACE = 256L << 20;

  private final JournalDirectory directory;
  private final FreeSpace freeSpace;
  private final Supplier<SegmentAppender> live;
  private final LongSupplier emitted;
  private final SegmentSupply supply;
  private final SegmentCatalog catalog;
  private final SpaceMonitor space;
  private final StorageRetry retry;
  private final MetricsRecorder metrics;
  private final JournalConfig config;
  private final SegmentIo io;
  private final Lifecycle lifecycle;
  private volatile boolean stopping;
  private volatile Thread thread;
  private long lastPosition;
  private int idleRounds;
  private boolean behind;
  private long lastSpaceCheck;
  private long lastSlowWork;
  private long usable = Long.MAX_VALUE;
  private StorageException reported;

  Housekeeper(
      JournalDirectory directory,
      Supplier<SegmentAppender> live,
      LongSupplier emitted,
      SegmentSupply supply,
      SegmentCatalog catalog,
      SpaceMonitor space,
      StorageRetry retry,
      MetricsRecorder metrics,
      JournalConfig config,
      Lifecycle lifecycle) {
    this.directory = directory;
    this.freeSpace = new FreeSpace(directory.path());
    this.live = live;
    this.emitted = emitted;
    this.supply = supply;
    this.catalog = catalog;
    this.space = space;
    this.retry = retry;
    this.metrics = metrics;
    this.config = config;
    this.io = CopyOnWrite.safeIo(directory.path(), config.segmentIo());
    this.lifecycle = lifecycle;
    this.lastSpaceCheck = System.nanoTime() - SPACE_CHECK_NANOS;
    this.lastSlowWork = System.nanoTime();
  }

  void run() {
    thread = Thread.currentThread();
    supply.servedBy(thread);
    while (!stopping && !lifecycle.hasFailed()) {
      Thread.interrupted(); // would close the files and keep this thread from sleeping
      work();
      LockSupport.parkNanos(period());
    }
  }

  /**
   * None while the writer is as fast as what is done for it. Longer when nothing has been written
   * for some rounds and nothing waits for space.
   */
  private long period() {
    long position = live.get().position();
    idleRounds = position != lastPosition || space.isShort() ? 0 : idleRounds + 1;
    lastPosition = position;
    if (behind) {
      return 0;
    }
    return idleRounds < IDLE_ROUNDS_BEFORE_SLOWING ? PERIOD_NANOS : IDLE_PERIOD_NANOS;
  }

  void stop() {
    stopping = true;
    LockSupport.unpark(thread);
  }

  void work() {
    long now = System.nanoTime();
    if (now - lastSpaceCheck >= SPACE_CHECK_NANOS) {
      lastSpaceCheck = now;
      checkSpace();
    }
    provide();
    if (now - lastSlowWork >= SLOW_PERIOD_NANOS) {
      lastSlowWork = now;
      metrics.tick(now, emitted.getAsLong());
      SystemJournalClock.recalibrate();
      retain();
    }
  }

  private void checkSpace() {
    lookAtSpace();
    makeRoom();
    long keepFree = config.retention().keepFreeBytes();
    space.low(usable < keepFree + Math.min(LOW_SPACE, config.maxSegmentBytes()));
    if (io == SegmentIo.CHANNEL && usable > keepFree) {
      space.full(false);
    }
  }

  /** Deletes what may go when there is less than is to be kept free. */
  private void makeRoom() {
    if (!isAllowed()) {
      retain();
      if (!isAllowed()) {
        space.full(true);
      }
    }
  }

  /** Where the file system does not tell, what it told before counts. */
  private void lookAtSpace() {
    try {
      usable = freeSpace.usableBytes();
    } catch (IOException e) {
      if (Files.notExists(directory.path())) {
        throw new JournalNotFoundException(
            "directory was removed under the journal: path=" + directory.path(), e);
      }
      metrics.error(StorageErrors.translate(e, directory.path(), "look at space").category());
    }
  }

  /** Whether there is more room than is to be kept free. */
  private boolean isAllowed() {
    long keepFree = config.retention().keepFreeBytes();
    return keepFree == 0 || usable >= keepFree;
  }

  /** Reserves space in the current segment, and prepares the next one when its end is near. */
  private void provide() {
    behind = false;
    try {
      SegmentAppender current = live.get();
      int done = 0;
      while (done < MOST_RESERVATIONS && mayReserve() && reserve(current)) {
        done++;
      }
      behind = done == MOST_RESERVATIONS;
      if (!supply.isServed() && isEndNear(current) && mayReserve()) {
        supply.offer(
            retry.call(
                directory.resolve(JournalDirectory.NEXT_FILE), "prepare segment", this::prepare));
      }
      if (!behind && isAllowed() && io == SegmentIo.MAPPED) {
        space.full(false); // all that was due is reserved
      }
      reported = null;
    } catch (InsufficientSpaceException e) {
      boolean isNews = !space.isShort(); // else the writer has met it and told of it
      space.full(true);
      if (isNews) {
        report(e);
      }
    } catch (StorageException e) {
      if (supply.isStarving()) {
        throw e;
      }
      report(e);
    }
  }

  private boolean reserve(SegmentAppender current) {
    return retry.call(current.path(), "reserve", () -> current.reserve(isPlenty()));
  }

  /** Looks again before each reservation: a fast writer takes much in a moment. */
  private boolean mayReserve() {
    if (config.retention().keepFreeBytes() > 0) {
      lookAtSpace();
      makeRoom();
    }
    return isAllowed();
  }

  /** Whether the writer cannot take what is to be kept free before the next look. */
  private boolean isPlenty() {
    long keepFree = config.retention().keepFreeBytes();
    return keepFree == 0 || usable - keepFree >= LOW_SPACE;
  }

  private boolean isEndNear(SegmentAppender current) {
    return supply.isStarving()
        || current.remaining() < Math.min(PREPARE_AHEAD, config.maxSegmentBytes() / 2);
  }

  private SegmentAppender prepare() throws IOException {
    return SegmentAppender.prepare(directory, io, config.maxSegmentBytes());
  }

  /** Deletes what may go, unless somebody rewrites, archives or recovers segments just now. */
  private void retain() {
    try {
      catalog.refresh(directory.path());
      if (retainable().isEmpty()) {
        return;
      }
      DirectoryLock maintenance = DirectoryLock.maintenance(directory);
      try {
        for (ClosedSegment segment : retainable()) {
          delete(segment);
        }
      } finally {
        maintenance.close();
      }
    } catch (JournalLockedException e) {
      return; // the next look is soon
    } catch (IOException e) {
      report(StorageErrors.translate(e, directory.path(), "retain segments"));
    } catch (StorageException e) {
      report(e);
    }
  }

  private List<ClosedSegment> retainable() {
    Retention.Facts facts =
        new Retention.Facts(config.clock().epochNanos(), live.get().position(), usable);
    return Retention.plan(catalog.list(), config.retention(), facts);
  }

  private void delete(ClosedSegment segment) throws IOException {
    Files.deleteIfExists(segment.path());
    // Before the next one goes: a power cut must not bring this one back in front of a gap.
    directory.sync();
    catalog.remove(segment);
    usable += segment.bytes();
  }

  /** Tells the error handler once, until things went well again. */
  private void report(StorageException e) {
    metrics.error(e.category());
    if (reported == null || reported.kind() != e.kind()) {
      reported = e;
      config.report(e);
    }
  }
}
