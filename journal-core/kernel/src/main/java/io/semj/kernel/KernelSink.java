package io.semj.kernel;

import java.io.Closeable;
import java.nio.file.Path;
import org.agrona.DirectBuffer;

/** Where exported kernel events go. Belongs to one thread. */
public interface KernelSink extends Closeable {
  /**
   * A device or a pipe, which takes each event with one write.
   *
   * @param path of it
   * @return the sink, to be closed
   * @throws io.semj.error.StorageException when it cannot be opened
   */
  static KernelSink device(Path path) {
    return new StreamSink(path);
  }

  /**
   * Adds one whole event; durable after {@link #force} only.
   *
   * @param event that holds its bytes from offset 0 on
   * @param length how many
   */
  void append(DirectBuffer event, int length);

  /** Makes everything added so far survive a power cut, where that can be made so. */
  void force();

  /** Bytes there are now, 0 for a device. */
  long length();

  /** How many events there are now, as far as this counted. */
  long events();

  @Override
  void close();
}
