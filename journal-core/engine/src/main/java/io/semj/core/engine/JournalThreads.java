package io.semj.core.engine;

import io.semj.core.JournalConfig;
import io.semj.core.engine.JournalOpener.OpenFiles;
import io.semj.core.engine.SegmentSupply.LeftBehind;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.SegmentAppender;
import io.semj.core.storage.StorageErrors;
import io.semj.error.InternalJournalException;
import io.semj.error.JournalException;
import io.semj.error.JournalTimeoutException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The journal's threads that carry events, and its open files: starts them, and ends them in the
 * order that loses nothing. An exception that reaches the end of a thread fail-stops the journal.
 */
final class JournalThreads {
  private static final long ABANDON_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final JournalConfig config;
  private final Lifecycle lifecycle;
  private final WriterLoop loop;
  private final Syncer syncer;
  private final Housekeeper housekeeper;
  private final BlockWriter blocks;
  private final SegmentSupply supply;
  private final SpaceMonitor space;
  private final RingEnd ring;
  private final OpenFiles files;
  private final Thread writerThread;
  private final Thread sealerThread;
  private final Thread syncThread;
  private final Thread housekeeperThread;
  private boolean closed;

  JournalThreads(
      JournalConfig config,
      Lifecycle lifecycle,
      WriterLoop loop,
      Syncer syncer,
      Housekeeper housekeeper,
      BlockWriter blocks,
      SegmentSupply supply,
      SpaceMonitor space,
      RingEnd ring,
      OpenFiles files) {
    this.config = config;
    this.lifecycle = lifecycle;
    this.loop = loop;
    this.syncer = syncer;
    this.housekeeper = housekeeper;
    this.blocks = blocks;
    this.supply = supply;
    this.space = space;
    this.ring = ring;
    this.files = files;
    this.writerThread = config.newThread("writer", guarded("writer", loop::run));
    this.syncThread = config.newThread("sync", guarded("sync", syncer::run));
    this.housekeeperThread =
        config.newThread("housekeeper", guarded("housekeeper", housekeeper::run));
    this.sealerThread = config.newThread("sealer", guarded("sealer", loop.sealer()::run));
    loop.sealer().runOn(sealerThread);
  }

  private Runnable guarded(String role, Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (StoppedException stopped) {
        // The journal has failed already, and says why itself.
      } catch (JournalException e) {
        lifecycle.fail(e);
      } catch (Throwable e) {
        lifecycle.fail(new InternalJournalException(role + " thread failed: " + e, e));
      }
    };
  }

  /** Starts all threads or, when one cannot be started, ends those that were and throws. */
  void start() {
    try {
      writerThread.start();
      syncThread.start();
      housekeeperThread.start();
    } catch (RuntimeException | Error e) {
      lifecycle.fail(new InternalJournalException("threads could not be started: " + e, e));
      syncer.stop();
      housekeeper.stop();
      Joining.join(writerThread, ABANDON_NANOS);
      endSealer();
      Joining.join(syncThread, ABANDON_NANOS);
      Joining.join(housekeeperThread, ABANDON_NANOS);
      throw e;
    }
  }

  void wakeWriter() {
    LockSupport.unpark(writerThread);
  }

  /** Refuses what would make a thread of the journal wait for itself. */
  void requireOther(String operation) {
    Thread caller = Thread.currentThread();
    if (caller == writerThread
        || caller == sealerThread
        || caller == syncThread
        || caller == housekeeperThread) {
      throw new IllegalStateException(
          operation + " was called on a thread of the journal: thread=" + caller.getName());
    }
  }

  /** Ends everything; throws what kept it from ending well. Again: does nothing. */
  synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    loop.alert();
    wakeWriter();
    if (!Joining.join(writerThread, config.closeTimeout().toNanos())) {
      lifecycle.fail(space.isShort() ? space.exception() : late("written"));
      loop.alert();
      Joining.join(writerThread, ABANDON_NANOS);
    }
    endSealer();
    syncer.stop();
    if (!Joining.join(syncThread, config.closeTimeout().toNanos())) {
      lifecycle.fail(late("synced"));
      Joining.join(syncThread, ABANDON_NANOS);
    }
    housekeeper.stop();
    Joining.join(housekeeperThread, ABANDON_NANOS);
    finish();
    JournalException failure = lifecycle.failure();
    if (failure != null) {
      throw Lifecycle.failed(failure);
    }
  }

  private void endSealer() {
    loop.sealer().stop();
    Joining.join(sealerThread, ABANDON_NANOS);
  }

  private JournalException late(String what) {
    return new JournalTimeoutException(
        "events were not "
            + what
            + " before the close timeout: millis="
            + config.closeTimeout().toMillis());
  }

  private void finish() {
    List<IOException> failures = new ArrayList<>();
    lifecycle.closed();
    if (writerThread.isAlive()
        || sealerThread.isAlive()
        || syncThread.isAlive()
        || housekeeperThread.isAlive()) {
      // Stuck in a call that does not come back. Unmapping under it would crash the JVM, so its
      // files stay open, and the lock is held, until the process ends.
      return;
    }
    for (LeftBehind left = supply.pollLeftBehind(); left != null; left = supply.pollLeftBehind()) {
      close(left.end().segment(), failures);
    }
    close(blocks.segment(), failures);
    discard(supply.drain(), failures);
    // Before the lock: the next opening looks for what is left.
    close(() -> ring.run(lifecycle.failure() == null), failures);
    close(files.mark(), failures);
    close(files.lock(), failures);
    for (IOException e : failures) {
      config.report(StorageErrors.translate(e, config.directory(), "close"));
    }
  }

  private void discard(SegmentAppender prepared, List<IOException> failures) {
    if (prepared == null) {
      return;
    }
    close(prepared, failures);
    try {
      Files.deleteIfExists(config.directory().resolve(JournalDirectory.NEXT_FILE));
    } catch (IOException e) {
      failures.add(e);
    }
  }

  private static void close(Closeable file, List<IOException> failures) {
    try {
      file.close();
    } catch (IOException e) {
      failures.add(e);
    }
  }
}
