package io.semj.core.storage;

import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;

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

  private final FileChannel channel;

  /**
   * Writes through a channel.
   *
   * @param channel of {@link #channel}; closed with this
   */
  DirectWrites(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * For a file that is there; null where the virtual machine or the file system has no such writes.
   */
  static DirectWrites open(Path file) {
    FileChannel opened = channel(file);
    return opened == null ? null : new DirectWrites(opened);
  }

  /** A channel whose writes go past the page cache; null where there are none. */
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

  /**
   * Writes as many whole pages as there are.
   *
   * @param position in the file, a multiple of the page size
   * @param bytes direct, with its position at a multiple of the page size in memory; moves behind
   *     what was written, also when this throws
   * @throws IOException when that failed, or the file system takes no such writes
   */
  void write(long position, ByteBuffer bytes) throws IOException {
    int limit = bytes.limit();
    long at = position;
    bytes.limit(limit - bytes.remaining() % PAGE);
    try {
      while (bytes.hasRemaining() && bytes.remaining() % PAGE == 0) {
        at += channel.write(bytes, at);
      }
    } finally {
      bytes.limit(limit);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
