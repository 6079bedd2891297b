package io.semj.core.checkpoint;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.semj.core.storage.Uninterrupted;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file being written at places, by a thread that may be interrupted. One thread. */
final class SnapshotFile implements Closeable {
  private final Path path;
  private FileChannel channel;

  SnapshotFile(Path path) throws IOException {
    this.path = path;
    this.channel = FileChannel.open(path, CREATE, WRITE);
  }

  void write(ByteBuffer bytes, long at) throws IOException {
    int begin = bytes.position();
    Uninterrupted.run(
        () -> {
          bytes.position(begin);
          while (bytes.hasRemaining()) {
            channel().write(bytes, at + bytes.position() - begin);
          }
          return bytes;
        });
  }

  void force() throws IOException {
    Uninterrupted.run(
        () -> {
          channel().force(true);
          return this;
        });
  }

  /** An interrupt closes it. */
  private FileChannel channel() throws IOException {
    if (!channel.isOpen()) {
      channel = FileChannel.open(path, WRITE);
    }
    return channel;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
