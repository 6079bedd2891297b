package io.semj.core.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Writes blocks with {@code write} calls at the file's end. A full disk is met at the call, as an
 * exception, before anything of the block is visible; nothing needs to be reserved.
 */
final class ChannelSink implements BlockSink {
  private static final int WORD = Long.BYTES;

  private final FileChannel channel;

  ChannelSink(FileChannel channel) {
    this.channel = channel;
  }

  @Override
  public boolean tryWrite(long position, ByteBuffer block, int size) throws IOException {
    publish(channel, position, block, size);
    return true;
  }

  /**
   * Writes a block at a position where zeros end the log, so that readers see all of it or none.
   */
  static void publish(FileChannel channel, long position, ByteBuffer block, int size)
      throws IOException {
    // The body first, in its own system call: a reader that sees the first word sees the body.
    writeFully(channel, block.limit(size).position(WORD), position + WORD);
    writeFully(channel, block.limit(WORD).position(0), position);
    block.clear();
  }

  static void writeFully(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  @Override
  public void discard(long position) throws IOException {
    if (channel.size() > position) {
      channel.truncate(position);
    }
  }

  @Override
  public boolean isReserved(long position, int size) {
    return false;
  }

  @Override
  public boolean reserve(long writerPosition, boolean plenty) {
    return false;
  }

  @Override
  public void force(long upTo) throws IOException {
    channel.force(false);
  }

  @Override
  public void close() {
    // The channel belongs to the segment.
  }
}
