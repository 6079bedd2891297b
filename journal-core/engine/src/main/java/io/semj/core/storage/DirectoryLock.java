package io.semj.core.storage;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.semj.error.JournalLockedException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to write in a journal's directory, held by one process at a time. The operating system
 * releases it when the process ends, however it ends; the file stays and names the last holder.
 *
 * <p>Within the process a set of held directories comes first: where a lock file is held, it must
 * not even be opened again, because POSIX drops a process's locks on a file as soon as the process
 * closes any descriptor of it.
 */
public final class DirectoryLock implements Closeable {
  private static final int PID_LENGTH = 20;
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final FileChannel channel;
  private final Path held;

  private DirectoryLock(FileChannel channel, Path held) {
    this.channel = channel;
    this.held = held;
  }

  /**
   * Takes the lock.
   *
   * @param directory of the journal
   * @return the lock, held until closed
   * @throws JournalLockedException when another writer, in this process or another, holds it
   */
  public static DirectoryLock acquire(JournalDirectory directory) {
    return lock(directory, JournalDirectory.LOCK_FILE);
  }

  /**
   * Takes the lock of whoever rewrites, moves, recovers or removes closed segments, so that there
   * is one of them at a time. A writer may run meanwhile.
   *
   * @param directory of the journal
   * @return the lock, held until closed
   * @throws JournalLockedException when another, in this process or another, holds it
   */
  public static DirectoryLock maintenance(JournalDirectory directory) {
    return lock(directory, JournalDirectory.MAINTENANCE_FILE);
  }

  /**
   * Makes the maintenance lock's file, so that taking the lock needs no space on a full disk.
   *
   * @param directory of the journal
   * @throws IOException when it cannot be made
   */
  public static void prepareMaintenance(JournalDirectory directory) throws IOException {
    Path file = directory.resolve(JournalDirectory.MAINTENANCE_FILE);
    if (!Files.exists(file)) {
      Files.write(file, new byte[PID_LENGTH]);
    }
  }

  /**
   * Takes a lock of another kind, by a file of its own.
   *
   * @param directory that the file is in
   * @param name of the file, which nobody may open otherwise
   * @return the lock, held until closed
   * @throws JournalLockedException when another, in this process or another, holds it
   */
  public static DirectoryLock named(JournalDirectory directory, String name) {
    return lock(directory, name);
  }

  private static synchronized DirectoryLock lock(JournalDirectory directory, String name) {
    Path file = directory.resolve(name);
    try {
      Path real = directory.path().toRealPath().resolve(name);
      if (!HELD.add(real)) {
        throw new JournalLockedException(
            directory.path().toString(), ProcessHandle.current().pid());
      }
      FileChannel channel = null;
      try {
        channel = FileChannel.open(file, CREATE, READ, WRITE);
        if (!tryLock(channel)) {
          throw new JournalLockedException(directory.path().toString(), readHolder(channel));
        }
        writeHolder(channel);
        return new DirectoryLock(channel, real);
      } catch (IOException | RuntimeException | Error e) {
        HELD.remove(real);
        if (channel != null) {
          channel.close();
        }
        throw e;
      }
    } catch (IOException e) {
      throw StorageErrors.translate(e, file, "lock");
    }
  }

  /**
   * Whether a writer holds the lock now. Nothing is changed.
   *
   * @param directory of the journal
   * @return whether {@link #acquire} would be refused
   */
  public static boolean isHeld(JournalDirectory directory) {
    return isHeld(directory, JournalDirectory.LOCK_FILE);
  }

  /**
   * Whether somebody holds a lock of another kind now. Nothing is changed.
   *
   * @param directory that the file is in
   * @param name of the file
   * @return whether {@link #named} would be refused
   */
  public static synchronized boolean isHeld(JournalDirectory directory, String name) {
    Path file = directory.resolve(name);
    try {
      if (HELD.contains(directory.path().toRealPath().resolve(name))) {
        return true;
      }
      if (!Files.exists(file)) {
        return false;
      }
      try (FileChannel channel = FileChannel.open(file, READ);
          FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
        return lock == null;
      } catch (OverlappingFileLockException heldInThisProcess) {
        return true;
      }
    } catch (IOException e) {
      throw StorageErrors.translate(e, file, "look at lock");
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
    String pid = String.format(Locale.ROOT, "%-" + PID_LENGTH + "d", ProcessHandle.current().pid());
    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  /** Releases the lock. Again: does nothing. */
  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      try {
        channel.close();
      } finally {
        HELD.remove(held);
      }
    }
  }
}
