package io.semj.core.storage;

import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Writes whole pages of a file past the page cache. A device takes many pages at once faster than
 * the page cache takes them where its memory is touched for the first time, and the processor does
 * next to nothing meanwhile. One thread at a time.
 *
 * <p>The caller sees to it that nobody stores to these pages through a mapping.
 */
final class DirectWrites implements Closeable {
  private static final int PAGE = SegmentAppender.PAGE;

  /** What is shorter is written sooner through the page cache. */
  static final int LEAST = 128 << 10;

  static final OpenOption DIRECT = option();

  private final Supplier<FileChannel> opener;
  private FileChannel channel;

  /** There is no channel, or a write failed. */
  private boolean refused;

  /**
   * Writes through a channel of its own.
   *
   * @param opener asked for one like that of {@link #channel} when it is first needed, which for
   *     most segments is never
   */
  DirectWrites(Supplier<FileChannel> opener) {
    this.opener = opener;
  }

  /**
   * A channel whose writes go past the page cache; null where the virtual machine or the file
   * system has none, or no such file.
   */
  static FileChannel channel(Path file) {
    if (DIRECT == null) {
      return null;
    }
    try {
      if (PAGE % Files.getFileStore(file).getBlockSize() != 0) {
        return null;
      }
      return FileChannel.open(file, WRITE, DIRECT);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return null;
    }
  }

  /** By its name: the option belongs to a module that an image of the JDK may lack. */
  private static OpenOption option() {
    try {
      Class<?> options = Class.forName("com.sun.nio.file.ExtendedOpenOption");
      return (OpenOption) options.getField("DIRECT").get(null);
    } catch (ReflectiveOperationException | LinkageError e) {
      return null;
    }
  }

  /** Whether there are such writes, as far as is known. */
  boolean arePossible() {
    if (channel == null && !refused) {
      channel = opener.get();
      refused = channel == null;
    }
    return !refused;
  }

  /**
   * Writes as many whole pages as there are, as far as that goes: what is wrong with the disk the
   * page cache meets again.
   *
   * @param position in the file, a multiple of the page size
   * @param bytes direct, with its position at a multiple of the page size in memory; moves behind
   *     what was written
   */
  void write(long position, ByteBuffer bytes) {
    int limit = bytes.limit();
    long at = position;
    bytes.limit(limit - bytes.remaining() % PAGE);
    try {
      while (bytes.hasRemaining() && bytes.remaining() % PAGE == 0) {
        at += channel.write(bytes, at);
      }
    } catch (IOException e) {
      refused = true; // not each file system that opens a file for them takes such writes
    } finally {
      bytes.limit(limit);
    }
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
