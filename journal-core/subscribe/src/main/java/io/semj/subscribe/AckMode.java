package io.semj.subscribe;

/** Who says that an event is done with, so that a named subscription need not give it again. */
public enum AckMode {
  /** The return of the listener's call does. */
  AUTO,

  /**
   * {@link Subscription#ack} does, and stands for all events before it too. Events that are
   * delivered and not acknowledged come again when the name is subscribed to the next time.
   */
  MANUAL
}
