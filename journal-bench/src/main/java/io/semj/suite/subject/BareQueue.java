package io.semj.suite.subject;

/** The limit's way from emitting threads to one consumer. */
interface BareQueue extends AutoCloseable {
  /**
   * Hands over bytes; waits while there is no room for them.
   *
   * @return their place in the order of all, from 0 on
   */
  long publish(byte[] bytes);

  /** How many were consumed so far, which the sink's last end of batch covered. */
  long consumed();

  /** Waits until all that was published is consumed. */
  void awaitConsumed();

  /** Stops the consumer; what it has not taken is forgotten. */
  @Override
  void close();
}
