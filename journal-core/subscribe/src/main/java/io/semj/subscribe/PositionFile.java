package io.semj.subscribe;

import io.semj.core.storage.JournalDirectory;
import io.semj.error.CorruptionException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The position of one named subscription: three entries in sectors of their own. A new entry is
 * written where neither the newest forced one is nor one that is being forced, so a power cut
 * leaves one whole entry at least, and the death of the process the newest. Any thread.
 */
final class PositionFile implements Closeable {
  private static final int ENTRIES = 3;
  private static final int SECTOR = 512;
  private static final int NONE = -1;

  private final Path path;
  private FileChannel channel;
  private PositionRecord newest;
  private int newestAt;
  private int forcedAt;
  private int forcingAt = NONE;

  private PositionFile(Path path, FileChannel channel, PositionRecord newest, int at) {
    this.path = path;
    this.channel = channel;
    this.newest = newest;
    this.newestAt = at;
    this.forcedAt = at;
  }

  /** Makes the file, which is there whole and for good afterwards, or not at all. */
  static PositionFile create(JournalDirectory directory, String file, PositionRecord first)
      throws IOException {
    Path path = directory.resolve(file);
    Path unfinished = directory.resolve(file + ".tmp");
    try (FileChannel made =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      writeFully(made, ByteBuffer.allocate(ENTRIES * SECTOR), 0);
      writeFully(made, first.encode(), 0);
      made.force(true);
    }
    Files.move(
        unfinished, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    directory.sync();
    return new PositionFile(path, openChannel(path), first, 0);
  }

  /**
   * Opens a file that is there, and forces what it says.
   *
   * @throws CorruptionException when no entry of it is whole
   */
  static PositionFile open(Path path) throws IOException {
    FileChannel channel = openChannel(path);
    try {
      int at = newestOf(channel);
      if (at == NONE) {
        throw damaged(path);
      }
      channel.force(true);
      return new PositionFile(path, channel, entry(channel, at).orElseThrow(), at);
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  /**
   * What a file says that another may have open.
   *
   * @throws CorruptionException when no entry of it is whole
   */
  static PositionRecord read(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      int at = newestOf(channel);
      return at == NONE ? null : entry(channel, at).orElse(null);
    }
  }

  static CorruptionException damaged(Path path) {
    return new CorruptionException(
        "position of a subscription is damaged, no entry of it is whole", path.toString(), 0);
  }

  private static int newestOf(FileChannel channel) throws IOException {
    int best = NONE;
    long count = 0;
    for (int at = 0; at < ENTRIES; at++) {
      Optional<PositionRecord> found = entry(channel, at);
      if (found.isPresent() && (best == NONE || found.get().count() > count)) {
        best = at;
        count = found.get().count();
      }
    }
    return best;
  }

  private static Optional<PositionRecord> entry(FileChannel channel, int at) throws IOException {
    byte[] bytes = new byte[PositionRecord.LENGTH];
    ByteBuffer into = ByteBuffer.wrap(bytes);
    int read = 0;
    while (into.hasRemaining() && read >= 0) {
      read = channel.read(into, (long) at * SECTOR + into.position());
    }
    return PositionRecord.decode(bytes);
  }

  private static FileChannel openChannel(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes, long position)
      throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes, position + bytes.position());
    }
  }

  synchronized PositionRecord newest() {
    return newest;
  }

  /** Writes a newer entry, which survives the end of the process when this returns. */
  synchronized void write(PositionRecord newer) throws IOException {
    int at = freeEntry();
    boolean interrupted = Thread.interrupted(); // which would close the channel
    try {
      put(newer, at);
    } catch (ClosedChannelException e) {
      interrupted |= Thread.interrupted(); // in between
      reopen();
      put(newer, at);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    newest = newer;
    newestAt = at;
  }

  private void put(PositionRecord newer, int at) throws IOException {
    writeFully(channel, newer.encode(), (long) at * SECTOR);
  }

  private void reopen() throws IOException {
    channel.close();
    channel = openChannel(path);
  }

  private int freeEntry() {
    for (int at = 0; at < ENTRIES; at++) {
      if (at != forcedAt && at != forcingAt) {
        return at;
      }
    }
    throw new IllegalStateException("no entry is free: entries=" + ENTRIES);
  }

  /** Makes the newest entry survive a power loss. One thread at a time. */
  void force() throws IOException {
    FileChannel forced;
    synchronized (this) {
      forcingAt = newestAt;
      forced = channel;
    }
    try {
      forceEvenIfReopened(forced);
      synchronized (this) {
        forcedAt = forcingAt;
      }
    } finally {
      synchronized (this) {
        forcingAt = NONE;
      }
    }
  }

  /** An interrupt of a thread that writes closes the channel under the one that forces. */
  private void forceEvenIfReopened(FileChannel begun) throws IOException {
    try {
      begun.force(false);
    } catch (ClosedChannelException e) {
      FileChannel reopened;
      synchronized (this) {
        reopened = channel;
      }
      if (reopened == begun) {
        throw e;
      }
      reopened.force(false);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    channel.close();
  }
}
