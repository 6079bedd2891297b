package io.semj.core.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** The bytes of a snapshot within its file. One thread. */
final class SnapshotStream extends InputStream {
  private static final int BUFFER = 64 * 1024;

  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);
  private long position;
  private long unread;

  SnapshotStream(FileChannel channel, long position, long length) {
    this.channel = channel;
    this.position = position;
    this.unread = length;
  }

  @Override
  public int read() throws IOException {
    return isAtEnd() ? -1 : buffer.get() & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    if (isAtEnd()) {
      return -1;
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(bytes, offset, count);
    return count;
  }

  @Override
  public int available() {
    return buffer.remaining();
  }

  private boolean isAtEnd() throws IOException {
    if (buffer.hasRemaining()) {
      return false;
    }
    if (unread == 0) {
      return true;
    }
    buffer.clear().limit((int) Math.min(BUFFER, unread));
    int read = channel.read(buffer, position);
    buffer.flip();
    if (read < 0) {
      throw new EOFException("snapshot is cut short: missingBytes=" + unread);
    }
    position += read;
    unread -= read;
    return read == 0 && isAtEnd();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
