package io.semj.core.checkpoint;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A file being written at places, whose writer may be interrupted. An interrupt closes a channel in
 * the middle of a write; here the write is then done again, and the thread stays interrupted. One
 * thread.
 */
final class SnapshotFile implements Closeable {
  private final Path path;
  private FileChannel channel;

  private interface Work {
    void on(FileChannel channel) throws IOException;
  }

  SnapshotFile(Path path) throws IOException {
    this.path = path;
    this.channel = FileChannel.open(path, CREATE, WRITE);
  }

  void write(ByteBuffer bytes, long at) throws IOException {
    int begin = bytes.position();
    uninterrupted(
        file -> {
          bytes.position(begin);
          while (bytes.hasRemaining()) {
            file.write(bytes, at + bytes.position() - begin);
          }
        });
  }

  void force() throws IOException {
    uninterrupted(file -> file.force(true));
  }

  private void uninterrupted(Work work) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          work.on(channel);
          return;
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
          channel = FileChannel.open(path, WRITE);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
