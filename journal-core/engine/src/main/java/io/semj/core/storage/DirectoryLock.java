package io.semj.core.storage;

import io.semj.error.JournalLockedException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The right to write in a journal's directory, held by one process at a time. The operating system
 * releases it when the process ends, however it ends; the file stays and names the last holder.
 */
public final class DirectoryLock implements Closeable {
  private static final int PID_LENGTH = 20;

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param directory of the journal
   * @return the lock, held until closed
   * @throws JournalLockedException when another writer, in this process or another, holds it
   */
  public static DirectoryLock acquire(JournalDirectory directory) {
    Path file = directory.resolve(JournalDirectory.LOCK_FILE);
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        if (!tryLock(channel)) {
          throw new JournalLockedException(directory.path().toString(), readHolder(channel));
        }
        writeHolder(channel);
        return new DirectoryLock(channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw StorageErrors.translate(e, file, "lock");
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException heldInThisProcess) {
      return false;
    }
  }

  private static long readHolder(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(PID_LENGTH);
    channel.read(text, 0);
    String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).trim();
    return pid.matches("\\d+") ? Long.parseLong(pid) : -1;
  }

  private static void writeHolder(FileChannel channel) throws IOException {
    String pid = String.format("%-" + PID_LENGTH + "d", ProcessHandle.current().pid());
    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  /** Releases the lock. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
