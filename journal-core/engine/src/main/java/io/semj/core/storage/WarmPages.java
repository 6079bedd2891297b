package io.semj.core.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Brings memory for what is going to be written behind the end of a file into the page cache, on
 * another thread than the writer's: on a virtual machine whose unused memory is the host's, the
 * first touch of a page takes longer than all else that the writer does with it.
 *
 * <p>The writer makes the file longer than it has written it, and the other thread reads the hole:
 * that gives it pages of zeros, takes none of the file's locks that writing needs, and can never
 * overwrite anything.
 */
final class WarmPages {
  private static final int STEP = 1 << 20;
  private static final int AHEAD = 16 << 20;

  /** What is so close to the writer is its own. */
  private static final int LEFT_TO_WRITER = 4 << 20;

  private static final int PAGE = SegmentAppender.PAGE;

  /** What is read is not looked at, so all may share it. */
  private static final ByteBuffer UNSEEN = ByteBuffer.allocateDirect(STEP);

  private final FileChannel channel;
  private final long capacity;
  private volatile long fileEnd;
  private long warmEnd;
  private boolean closed;

  WarmPages(FileChannel channel, long capacity) {
    this.channel = channel;
    this.capacity = capacity;
  }

  /**
   * Makes the file longer where it does not reach far ahead any more. The writer only, with nobody
   * else writing to the file.
   *
   * @param position up to where the writer writes
   * @throws IOException when that failed
   */
  void extendFor(long position) throws IOException {
    if (position + AHEAD > fileEnd && fileEnd < capacity) {
      long end = Math.min(capacity, (position + 2L * AHEAD) / PAGE * PAGE);
      BlockFile.writeFully(channel, ByteBuffer.allocate(1), end - 1);
      fileEnd = end;
    }
  }

  /** The file was cut. The writer only. */
  void cut() {
    fileEnd = 0;
  }

  /**
   * Reads some of what lies ahead of the writer.
   *
   * @param position where the writer is
   * @return whether there was something to read
   * @throws IOException when reading failed
   */
  synchronized boolean warm(long position) throws IOException {
    long from = Math.max(warmEnd, (position + LEFT_TO_WRITER) / PAGE * PAGE);
    if (closed || from + STEP > Math.min(fileEnd, position + AHEAD)) {
      return false;
    }
    channel.read(UNSEEN.duplicate().clear(), from);
    warmEnd = from + STEP;
    return true;
  }

  /** Nothing is read any more once this returns. */
  synchronized void close() {
    closed = true;
  }
}
