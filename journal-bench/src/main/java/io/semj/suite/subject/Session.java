package io.semj.suite.subject;

import java.io.Closeable;
import java.io.IOException;

/** An open subject in a directory of its own. */
public interface Session extends Closeable {
  /**
   * A way in for one more thread, to be asked for and used on that thread.
   *
   * @throws IOException when there is none
   */
  Producer producer() throws IOException;

  /**
   * Waits until everything that was emitted is on the device.
   *
   * @throws IOException when that fails
   */
  default void awaitAll() throws IOException {
    throw new UnsupportedOperationException();
  }

  /** How many events are acknowledged to be on the device, the first ones, of this session. */
  default long acknowledged() {
    throw new UnsupportedOperationException();
  }
}
