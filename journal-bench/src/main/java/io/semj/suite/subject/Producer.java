package io.semj.suite.subject;

import java.io.IOException;

/** One thread's way into a session. */
public interface Producer extends AutoCloseable {
  /**
   * Hands over the next event, whose bytes are those of the pool.
   *
   * @throws IOException when the subject fails
   */
  void emit() throws IOException;

  /**
   * Hands over the next event and returns when it is on the device.
   *
   * @throws IOException when the subject fails
   */
  default void emitDurable() throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Gives back what belongs to the thread. */
  @Override
  default void close() {}
}
