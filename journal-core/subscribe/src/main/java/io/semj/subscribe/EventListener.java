package io.semj.subscribe;

import io.semj.error.EventsMissedException;
import io.semj.error.JournalException;
import io.semj.event.SemanticEvent;

/**
 * Takes the events of a subscription. The calls for one subscription come one after another, each
 * seeing what the one before did, but not always on the same thread; after {@link #onComplete} or
 * {@link #onError} there is none. A call may take its time, or block: that delays no writer and no
 * other subscription.
 */
@FunctionalInterface
public interface EventListener {
  /**
   * Comes once, before any other call, on the thread that subscribes.
   *
   * @param subscription that this listens to
   */
  default void onSubscribe(Subscription subscription) {}

  /**
   * One event. With {@link AckMode#AUTO} it is acknowledged when this returns.
   *
   * @param event the event
   * @throws Exception when it could not be handled; the subscription's {@link Redelivery} says what
   *     happens then
   */
  void onEvent(SemanticEvent event) throws Exception;

  /**
   * Events that the subscription had not read yet were removed by retention; the next event comes
   * from behind them. Nobody can tell any more how many of them the filter would have wanted.
   *
   * @param missed what is gone
   * @throws Exception to end the subscription; what this method does unless it is overridden is to
   *     throw an {@link EventsMissedException}
   */
  default void onMissed(MissedEvents missed) throws Exception {
    throw new EventsMissedException(missed.firstSequence(), missed.lastSequence());
  }

  /** The journal was closed, and everything in it is delivered. */
  default void onComplete() {}

  /**
   * The subscription has ended by itself: the journal has failed, is damaged, or this listener
   * failed. Everything that was delivered before stays delivered.
   *
   * @param failure what ended it
   */
  default void onError(JournalException failure) {}
}
