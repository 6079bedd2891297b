package io.semj.recovery.replay;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Keeps the position of a replay every so many events. One thread. */
final class PositionKeeper {
  private final ReplayPositionFile file;
  private final UUID journalId;
  private final long every;
  private long kept;

  PositionKeeper(ReplayOptions options, ReplayRange range) {
    file = options.positionFile().map(ReplayPositionFile::new).orElse(null);
    journalId = range.journalId().orElse(null);
    every = options.savePositionEvery();
    kept = range.from() - 1;
  }

  void at(long completed) {
    if (completed - kept >= every) {
      keep(completed);
    }
  }

  /** The replay has ended, with a failure or with null. */
  void end(long completed, Throwable failure) {
    try {
      if (completed > kept) {
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
    kept = completed;
    if (file != null && journalId != null) {
      Instant now = Instant.now();
      long nanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
      file.write(new ReplayPosition(journalId, completed, nanos));
    }
  }
}
