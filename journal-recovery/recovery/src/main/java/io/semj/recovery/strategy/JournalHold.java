package io.semj.recovery.strategy;

import io.semj.core.storage.DirectoryLock;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.StorageErrors;
import io.semj.error.JournalLockedException;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Keeps everybody else from writing in a journal's directory: writers by the one lock, whoever
 * rewrites or removes segments by the other.
 */
final class JournalHold implements AutoCloseable {
  private final JournalDirectory directory;
  private final DirectoryLock maintenance;
  private DirectoryLock writing;

  private JournalHold(JournalDirectory directory) {
    this.directory = directory;
    this.maintenance = DirectoryLock.maintenance(directory);
  }

  /**
   * Takes both locks.
   *
   * @throws JournalLockedException when somebody holds one
   */
  static JournalHold take(JournalDirectory directory) {
    JournalHold hold = new JournalHold(directory);
    try {
      hold.writing = DirectoryLock.acquire(directory);
      return hold;
    } catch (RuntimeException e) {
      hold.close();
      throw e;
    }
  }

  JournalDirectory directory() {
    return directory;
  }

  /**
   * Lets somebody write for a moment.
   *
   * @throws JournalLockedException when yet another took the chance
   */
  void lend(Consumer<JournalDirectory> writer) {
    release(writing);
    writing = null;
    writer.accept(directory);
    writing = DirectoryLock.acquire(directory);
  }

  private void release(DirectoryLock lock) {
    try {
      lock.close();
    } catch (IOException e) {
      throw StorageErrors.translate(e, directory.path(), "release lock");
    }
  }

  @Override
  public void close() {
    try {
      if (writing != null) {
        release(writing);
      }
    } finally {
      release(maintenance);
    }
  }
}
