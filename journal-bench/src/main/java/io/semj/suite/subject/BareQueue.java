package io.semj.suite.subject;

import java.util.concurrent.locks.LockSupport;

/** The limit's way from emitting threads to one consumer. */
interface BareQueue extends AutoCloseable {
  /** Between two looks at what has become of published bytes. */
  long LOOK_AGAIN_NANOS = 50_000;

  /**
   * Hands over bytes; waits while there is no room for them.
   *
   * @return their place in the order of all, from 0 on
   */
  long publish(byte[] bytes);

  /** How many were consumed so far, which the sink's last end of batch covered. */
  long consumed();

  /** How many were published so far. */
  long published();

  /** Waits until all that was published is consumed. */
  default void awaitConsumed() {
    long published = published();
    while (consumed() < published) {
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }

  /** Stops the consumer; what it has not taken is forgotten. */
  @Override
  void close();
}
