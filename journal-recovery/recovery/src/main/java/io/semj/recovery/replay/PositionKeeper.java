package io.semj.recovery.replay;

import io.semj.core.storage.DurableMark;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.StorageErrors;
import io.semj.error.CompatibilityException;
import io.semj.error.StorageException;
import io.semj.format.SegmentIdentity;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps the position of a replay every so many events. Of a journal that is being written, it keeps
 * no more than is durable: a power cut may take what is not, and its sequences would be given to
 * other events, which nobody has handled. One thread.
 */
final class PositionKeeper {
  private final JournalDirectory directory;
  private final ReplayPositionFile file;
  private final UUID journalId;
  private final long every;
  private long looked;
  private long written;

  PositionKeeper(JournalDirectory directory, ReplayOptions options, ReplayRange range) {
    this.directory = directory;
    file = options.positionFile().map(ReplayPositionFile::new).orElse(null);
    journalId = range.journalId().orElse(null);
    every = options.savePositionEvery();
    looked = range.from() - 1;
    written = looked;
  }

  void at(long completed) {
    if (completed - looked >= every) {
      keep(completed);
    }
  }

  /** The replay has ended, with a failure or with null. */
  void end(long completed, Throwable failure) {
    try {
      if (completed > written) {
        keep(completed);
      }
    } catch (RuntimeException e) {
      if (failure == null) {
        throw e;
      }
      failure.addSuppressed(e);
    }
  }

  private void keep(long completed) {
    looked = completed;
    if (file == null || journalId == null) {
      return;
    }
    long durable = Math.min(completed, durable());
    if (durable > written) {
      long now = ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now());
      file.write(new ReplayPosition(journalId, durable, now));
      written = durable;
    }
  }

  /** Up to where nothing can be lost: a sealed segment was forced, and the mark tells the rest. */
  private long durable() {
    List<SegmentFile> files = directory.segments();
    long marked = 0;
    try {
      for (int i = files.size() - 1; i >= 0; i--) {
        Optional<SegmentHead> head = head(files.get(i));
        Optional<JournalPosition> end = head.flatMap(SegmentHead::continuation);
        if (end.isPresent()) {
          return Math.max(marked, end.get().sequence());
        }
        marked = Math.max(marked, mark());
      }
      return marked;
    } catch (StorageException | CompatibilityException damaged) {
      return Long.MAX_VALUE; // for the reading to tell
    }
  }

  private static Optional<SegmentHead> head(SegmentFile file) {
    return SegmentHead.isBlank(file) ? Optional.empty() : Optional.of(SegmentHead.read(file));
  }

  private long mark() {
    try {
      return DurableMark.read(directory, SegmentIdentity.journalIdBytes(journalId))
          .map(JournalPosition::sequence)
          .orElse(0L);
    } catch (IOException e) {
      throw StorageErrors.translate(
          e, directory.resolve(JournalDirectory.MARK_FILE), "read durable mark");
    }
  }
}
