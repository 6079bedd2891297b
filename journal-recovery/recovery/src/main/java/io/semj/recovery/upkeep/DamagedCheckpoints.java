package io.semj.recovery.upkeep;

import io.semj.core.checkpoint.CheckpointStore;
import io.semj.core.checkpoint.DamagedCheckpoint;
import io.semj.core.storage.DirectoryLock;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.Quarantine;
import io.semj.core.storage.Quarantine.Why;
import io.semj.core.storage.StorageErrors;
import io.semj.error.StorageErrorKind;
import io.semj.error.StorageException;
import io.semj.recovery.JournalRecovery;
import io.semj.recovery.work.WorkControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes checkpoints that cannot be used any more out of a journal's way, into its quarantine: the
 * retention of checkpoints never deletes them. The journal must not be open for writing meanwhile.
 * One thread.
 */
public final class DamagedCheckpoints {
  private final JournalDirectory directory;
  private long quarantineCap = JournalRecovery.DEFAULT_QUARANTINE_CAP;

  /**
   * The damaged checkpoints of the journal in a directory.
   *
   * @param directory of the journal
   * @throws io.semj.error.JournalNotFoundException when there is no such directory
   */
  public DamagedCheckpoints(Path directory) {
    this.directory = JournalDirectory.existing(directory);
  }

  /**
   * Bounds the quarantine.
   *
   * @param bytes all its files together may have
   * @return this
   */
  public DamagedCheckpoints quarantineCap(long bytes) {
    quarantineCap = bytes;
    return this;
  }

  /**
   * Looks at all checkpoints, and changes nothing.
   *
   * @return those that are damaged, with the reason
   */
  public List<DamagedCheckpoint> list() {
    return CheckpointStore.of(directory.path()).damaged();
  }

  /**
   * Sets them aside. Those that are only of another version stay: somebody can read them.
   *
   * @return where they are now
   * @throws io.semj.error.JournalLockedException when the journal is open for writing, or something
   *     else is at work in it
   * @throws io.semj.error.ResourceExhaustedException when the quarantine would outgrow its cap;
   *     nothing was changed
   */
  public List<Path> setAside() {
    try {
      DirectoryLock maintenance = MaintenanceLock.acquire(directory, new WorkControl());
      try {
        DirectoryLock writing = DirectoryLock.acquire(directory);
        try {
          return moveAll();
        } finally {
          writing.close();
        }
      } finally {
        maintenance.close();
      }
    } catch (IOException e) {
      throw StorageErrors.translate(
          e, directory.resolve(JournalDirectory.CHECKPOINTS), "set checkpoints aside");
    }
  }

  private List<Path> moveAll() throws IOException {
    List<DamagedCheckpoint> damaged = list().stream().filter(DamagedCheckpoints::isDamage).toList();
    long needed = 0;
    for (DamagedCheckpoint checkpoint : damaged) {
      needed += Files.size(checkpoint.file());
    }
    Quarantine quarantine = new Quarantine(directory);
    quarantine.requireRoom(needed, quarantineCap);
    List<Path> aside = new ArrayList<>();
    for (DamagedCheckpoint checkpoint : damaged) {
      String reason = "checkpoint is damaged: " + checkpoint.reason().getMessage();
      aside.add(quarantine.move(checkpoint.file(), new Why(reason, 0, 0)));
    }
    return aside;
  }

  private static boolean isDamage(DamagedCheckpoint checkpoint) {
    return checkpoint.reason() instanceof StorageException storage
        && (storage.kind() == StorageErrorKind.CORRUPTION
            || storage.kind() == StorageErrorKind.CHECKSUM_MISMATCH);
  }
}
