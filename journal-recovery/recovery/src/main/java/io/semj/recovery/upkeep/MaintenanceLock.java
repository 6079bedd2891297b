package io.semj.recovery.upkeep;

import io.semj.core.storage.DirectoryLock;
import io.semj.core.storage.JournalDirectory;
import io.semj.error.JournalLockedException;
import io.semj.recovery.work.WorkControl;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Takes the maintenance lock; a writer's retention holds it for moments only, which pass. */
final class MaintenanceLock {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private MaintenanceLock() {}

  static DirectoryLock acquire(JournalDirectory directory, WorkControl control) {
    long begun = System.nanoTime();
    while (true) {
      try {
        return DirectoryLock.maintenance(directory);
      } catch (JournalLockedException e) {
        if (System.nanoTime() - begun > PATIENCE_NANOS) {
          throw e;
        }
      }
      control.check();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
