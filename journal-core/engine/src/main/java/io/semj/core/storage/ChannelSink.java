package io.semj.core.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Writes blocks with {@code write} calls at the file's end. A full disk is met at the call, as an
 * exception, before anything of the block is visible; nothing needs to be reserved.
 */
final class ChannelSink implements BlockSink {
  private final FileChannel channel;
  private final BlockFile file;

  ChannelSink(FileChannel channel) {
    this.channel = channel;
    this.file = new BlockFile(channel, null);
  }

  @Override
  public boolean tryWrite(long position, ByteBuffer blocks, boolean bypass) throws IOException {
    file.publish(position, blocks);
    return true;
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
