package io.semj.subscribe;

/** What has become of a subscription. */
public enum SubscriptionState {
  /** Delivers what there is. */
  ACTIVE,

  /** Delivers nothing until it is resumed. */
  PAUSED,

  /** The listener failed at an event, which it is given again after a while. */
  RETRYING,

  /** Ended: the journal was closed, and everything in it is delivered. */
  COMPLETED,

  /** Ended by a failure. */
  FAILED,

  /** Ended by its holder. */
  CLOSED;

  /**
   * Whether nothing is delivered any more.
   *
   * @return whether it has ended
   */
  public boolean hasEnded() {
    return this == COMPLETED || this == FAILED || this == CLOSED;
  }
}
