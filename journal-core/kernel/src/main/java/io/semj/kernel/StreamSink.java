package io.semj.kernel;

import io.semj.core.storage.StorageErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.DirectBuffer;

/** A device or a pipe, which takes each event with one write. */
final class StreamSink implements KernelSink {
  private final Path path;
  private final FileChannel channel;
  private ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
  private long events;

  StreamSink(Path path) {
    this.path = path;
    try {
      channel = FileChannel.open(path, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw StorageErrors.translate(e, path, "open kernel device");
    }
  }

  @Override
  public void append(DirectBuffer event, int length) {
    if (bytes.capacity() < length) {
      bytes = ByteBuffer.allocate(length);
    }
    bytes.clear().limit(length);
    event.getBytes(0, bytes, 0, length);
    bytes.position(0).limit(length);
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      events++;
    } catch (IOException e) {
      throw StorageErrors.translate(e, path, "write to kernel device");
    }
  }

  /** What a device does with an event is its own matter. */
  @Override
  public void force() {}

  @Override
  public long length() {
    return 0;
  }

  @Override
  public long events() {
    return events;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw StorageErrors.translate(e, path, "close kernel device");
    }
  }
}
