package io.semj.core.engine;

import io.semj.core.JournalConfig;
import io.semj.core.SegmentIo;
import io.semj.core.SemanticJournal;
import io.semj.core.checkpoint.Checkpoint;
import io.semj.core.engine.RingRecovery.Recovered;
import io.semj.core.storage.CopyOnWrite;
import io.semj.core.storage.DirectoryLock;
import io.semj.core.storage.DurableMark;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalMender;
import io.semj.core.storage.JournalMender.Segment;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentAppender;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.StorageErrors;
import io.semj.error.JournalException;
import io.semj.error.RecoveryException;
import io.semj.format.SegmentHeader;
import io.semj.format.SegmentIdentity;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** Opens journals: lock, mend, begin a new segment behind the last, start the threads. */
public final class JournalOpener {
  private JournalOpener() {}

  /**
   * Opens a journal for writing.
   *
   * @param config how to run it
   * @return the open journal
   */
  public static SemanticJournal open(JournalConfig config) {
    JournalDirectory directory = JournalDirectory.create(config.directory());
    DirectoryLock lock = DirectoryLock.acquire(directory);
    SegmentAppender segment = null;
    DurableMark mark = null;
    RingStore ring = null;
    try {
      requireNoIntent(directory);
      DirectoryLock.prepareMaintenance(directory);
      long now = config.clock().epochNanos();
      Recovered recovered =
          RingRecovery.run(
              directory, config, JournalMender.mend(directory, config.recovery(), now).segments());
      List<Segment> segments = recovered.segments();
      if (segments.isEmpty()) {
        directory.syncAncestors();
      }
      SegmentIdentity identity = nextIdentity(segments, now);
      List<Checkpoint> checkpoints = Checkpointer.existing(config, identity);
      SegmentHeader header =
          header(config, identity, checkpoints)
              .withLastKernelSync(lastKernelSequence(segments, checkpoints));
      segment = begin(directory, config, header);
      JournalPosition start = JournalPosition.startOf(identity);
      mark = openMark(directory, identity);
      mark.write(start);
      ring =
          RingStore.open(
              config,
              new RingStore.Owner(directory, identity.journalId(), recovered.lastGivenOut() + 1));
      SegmentCatalog catalog = new SegmentCatalog();
      for (Segment closed : segments) {
        // An empty segment's file has just been replaced by the new one, which has its name.
        if (closed.identity().firstSequence() < identity.firstSequence()) {
          catalog.add(closed.file().path(), closed.identity(), closed.end());
        }
      }
      return RunningJournal.start(
          config,
          directory,
          new OpenFiles(lock, mark, segment, start, checkpoints, ring, recovered.gap()),
          catalog);
    } catch (IOException e) {
      JournalException failure = StorageErrors.translate(e, directory.path(), "open journal");
      close(failure, unused(ring), segment, mark, lock);
      throw failure;
    } catch (RuntimeException | Error e) {
      close(e, unused(ring), segment, mark, lock);
      throw e;
    }
  }

  /** What a recovery has done so far may be half of what it has to do. */
  private static void requireNoIntent(JournalDirectory directory) {
    Path intent = directory.resolve(JournalDirectory.INTENT_FILE);
    if (Files.exists(intent)) {
      throw new RecoveryException(
          "a recovery was begun and not finished, not opened for writing: file="
              + intent
              + "; finish it with JournalRecovery.resume or with: semj recover "
              + directory.path());
    }
  }

  private static SegmentHeader header(
      JournalConfig config, SegmentIdentity identity, List<Checkpoint> checkpoints) {
    return SegmentHeader.live(identity, config.compression())
        .withLastCheckpoint(checkpoints.isEmpty() ? 0 : checkpoints.get(0).sequence());
  }

  /** What the newest head or checkpoint says; events from the kernel may have come since. */
  private static long lastKernelSequence(List<Segment> segments, List<Checkpoint> checkpoints) {
    if (segments.isEmpty()) {
      return 0;
    }
    Segment last = segments.get(segments.size() - 1);
    boolean checkpointIsNewer =
        !checkpoints.isEmpty()
            && checkpoints.get(0).position().generation() >= last.identity().generation();
    return checkpointIsNewer
        ? checkpoints.get(0).lastKernelSequence()
        : SegmentHead.read(last.file()).header().journal().lastKernelSyncSequence();
  }

  /** A ring from which nothing was ever given out. */
  private static Closeable unused(RingStore ring) {
    // A thread that was started and could not be ended may still look at it.
    return ring == null ? null : () -> ring.retire(true, false);
  }

  /**
   * The files a journal holds open from the start, and where it begins: the first event comes
   * behind the start's sequence, and behind those that were given out and lost since. The
   * checkpoints there were, newest first.
   */
  record OpenFiles(
      DirectoryLock lock,
      DurableMark mark,
      SegmentAppender segment,
      JournalPosition start,
      List<Checkpoint> checkpoints,
      RingStore ring,
      long lost) {}

  static SegmentIdentity nextIdentity(List<Segment> segments, long now) {
    if (segments.isEmpty()) {
      return SegmentIdentity.first(UUID.randomUUID(), now);
    }
    Segment last = segments.get(segments.size() - 1);
    JournalPosition end = last.end();
    return last.identity().next(end.sequence() + 1, end.blockId() + 1, end.digest(), now);
  }

  private static SegmentAppender begin(
      JournalDirectory directory, JournalConfig config, SegmentHeader header) throws IOException {
    SegmentIo io = CopyOnWrite.safeIo(directory.path(), config.segmentIo());
    SegmentAppender segment = SegmentAppender.prepare(directory, io, config.maxSegmentBytes());
    try {
      segment.begin(header);
      segment.force();
      return segment;
    } catch (IOException | RuntimeException | Error e) {
      segment.close();
      throw e;
    }
  }

  private static DurableMark openMark(JournalDirectory directory, SegmentIdentity identity)
      throws IOException {
    return DurableMark.open(directory, SegmentIdentity.journalIdBytes(identity.journalId()));
  }

  private static void close(Throwable failure, Closeable... opened) {
    for (Closeable file : opened) {
      try {
        if (file != null) {
          file.close();
        }
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
  }
}
