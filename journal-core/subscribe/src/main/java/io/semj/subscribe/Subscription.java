package io.semj.subscribe;

import io.semj.error.JournalException;
import java.time.Duration;
import java.util.Optional;

/** A running subscription. All methods may be called by any thread, the listener's calls too. */
public interface Subscription extends AutoCloseable {
  /**
   * How far it has come: every event up to this one was delivered, or the filter does not want it.
   *
   * @return a sequence, 0 before the first
   */
  long position();

  /**
   * How far it is behind what it may see now.
   *
   * @return sequences, wanted or not, that it has still to look at
   */
  long lag();

  /**
   * What has become of it.
   *
   * @return the state now
   */
  SubscriptionState state();

  /**
   * What ended it, or while it is {@link SubscriptionState#RETRYING} what the listener failed with.
   *
   * @return the failure, if there is one
   */
  Optional<JournalException> failure();

  /**
   * Acknowledges, with {@link AckMode#MANUAL}, an event and all before it. What is acknowledged is
   * not delivered again: after the end of the process, however it ended, at once; after a power
   * loss once it is forced, which happens within a fraction of a second.
   *
   * @param sequence of a delivered event; below what was acknowledged before, it changes nothing
   * @throws IllegalArgumentException when that event was not delivered yet
   * @throws IllegalStateException when this is no named subscription with manual acknowledgement,
   *     or it has ended and let its name go
   * @throws io.semj.error.StorageException when the position cannot be written
   */
  void ack(long sequence);

  /**
   * Waits until it has ended, in whatever way: after a journal was closed, until everything in it
   * is delivered.
   *
   * @param timeout how long to wait at most
   * @return whether it has ended, and no call of the listener runs
   * @throws InterruptedException when interrupted
   */
  boolean awaitEnd(Duration timeout) throws InterruptedException;

  /** Delivers nothing more, beyond a call that runs now, until it is resumed. */
  void pause();

  /** Goes on after {@link #pause()}, with the next event. */
  void resume();

  /**
   * Ends it. When this returns no call of the listener runs and none will come, and its name is
   * free; except that it does not wait when the listener itself calls it, or for a call that takes
   * more than ten seconds. Again: does nothing.
   */
  @Override
  void close();
}
