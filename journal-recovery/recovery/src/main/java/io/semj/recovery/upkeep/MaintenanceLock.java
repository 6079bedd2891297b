package io.semj.recovery.upkeep;

import io.semj.core.storage.DirectoryLock;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.StorageErrors;
import io.semj.error.JournalLockedException;
import io.semj.error.RecoveryException;
import io.semj.recovery.work.Interruption;
import io.semj.recovery.work.WorkControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes the maintenance lock; a writer's retention holds it for moments only, which pass. Nothing
 * is done while a recovery is unfinished: what it still has to do was planned for the files that
 * were there.
 */
final class MaintenanceLock {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private MaintenanceLock() {}

  static DirectoryLock acquire(JournalDirectory directory, WorkControl control) {
    long begun = System.nanoTime();
    while (true) {
      try {
        return withoutIntent(directory, DirectoryLock.maintenance(directory));
      } catch (JournalLockedException e) {
        if (System.nanoTime() - begun > PATIENCE_NANOS) {
          throw e;
        }
      }
      control.check();
      Interruption.check("wait");
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static DirectoryLock withoutIntent(JournalDirectory directory, DirectoryLock lock) {
    Path intent = directory.resolve(JournalDirectory.INTENT_FILE);
    if (Files.notExists(intent)) {
      return lock;
    }
    try {
      lock.close();
    } catch (IOException e) {
      throw StorageErrors.translate(e, directory.path(), "release maintenance lock");
    }
    throw new RecoveryException(
        "a recovery was begun and not finished, nothing is changed before: file="
            + intent
            + "; finish it with JournalRecovery.resume or with: semj recover "
            + directory.path());
  }
}
