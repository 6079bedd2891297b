package io.semj.core.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The ways to get blocks into a segment's file with {@code write} calls: the first word last, in a
 * system call of its own. A reader that sees it sees all that is behind it. One thread at a time.
 */
final class BlockFile implements Closeable {
  private static final int WORD = Long.BYTES;
  private static final int PAGE = SegmentAppender.PAGE;

  private final FileChannel channel;
  private final DirectWrites direct;

  /**
   * A file.
   *
   * @param channel stays the caller's
   * @param direct null where there is none; closed with this
   */
  BlockFile(FileChannel channel, DirectWrites direct) {
    this.channel = channel;
    this.direct = direct;
  }

  /**
   * Writes blocks at a position where zeros end the log.
   *
   * @param position in the file
   * @param bytes between position and limit, which stay as they are
   */
  void publish(long position, ByteBuffer bytes) throws IOException {
    int begin = bytes.position();
    int limit = bytes.limit();
    try {
      publish(position, bytes, begin, limit);
    } finally {
      bytes.limit(limit).position(begin);
    }
  }

  private void publish(long position, ByteBuffer bytes, int begin, int end) throws IOException {
    bytes.limit(end).position(begin + WORD);
    writeFully(channel, bytes, position + WORD);
    bytes.limit(begin + WORD).position(begin);
    writeFully(channel, bytes, position);
  }

  /** Whether bytes can go past the page cache, as far as is known, and are enough for it. */
  boolean isForBypass(ByteBuffer bytes) {
    return direct != null && bytes.remaining() >= DirectWrites.LEAST && direct.arePossible();
  }

  /**
   * Writes blocks as {@link #publish} does, most of them past the page cache if they lie in memory
   * as in the file's pages. The pages that they share with what is before and behind them go
   * through the cache, and no page is ever written in both ways.
   *
   * @param position in the file
   * @param bytes between position and limit, which stay as they are
   */
  void publishBypassing(long position, ByteBuffer bytes) throws IOException {
    if (!isForBypass(bytes) || !isPlacedAlike(position, bytes)) {
      publish(position, bytes);
      return;
    }
    int begin = bytes.position();
    int limit = bytes.limit();
    int head = PAGE - (int) (position & (PAGE - 1));
    try {
      bytes.position(begin + head);
      direct.write(position + head, bytes);
      writeFully(channel, bytes, position + bytes.position() - begin);
      publish(position, bytes, begin, begin + head);
    } finally {
      bytes.limit(limit).position(begin);
    }
  }

  private static boolean isPlacedAlike(long position, ByteBuffer bytes) {
    return bytes.isDirect()
        && bytes.alignmentOffset(bytes.position(), PAGE) == (position & (PAGE - 1));
  }

  static void writeFully(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  @Override
  public void close() throws IOException {
    if (direct != null) {
      direct.close();
    }
  }
}
