package io.semj.subscribe;

import static java.util.Objects.requireNonNull;

import io.semj.core.filter.EventFilter;
import io.semj.core.filter.RecordFilter;
import java.util.Optional;

/**
 * What is subscribed to, and how it is delivered. Immutable.
 *
 * @param filter wants events
 * @param from where to begin; with a name only when there is no position of that name yet
 * @param name under which the position is kept, of letters, digits, dots, hyphens and underscores
 * @param ackMode who acknowledges, with a name
 * @param visibility from when on an event is seen
 * @param redelivery what happens when the listener fails
 */
public record SubscriptionRequest(
    RecordFilter filter,
    SubscribeFrom from,
    Optional<String> name,
    AckMode ackMode,
    Visibility visibility,
    Redelivery redelivery) {

  /** Checks the values. */
  public SubscriptionRequest {
    requireNonNull(filter, "filter");
    requireNonNull(from, "from");
    requireNonNull(ackMode, "ackMode");
    requireNonNull(visibility, "visibility");
    requireNonNull(redelivery, "redelivery");
    name.ifPresent(PositionStore::requireName);
    if (ackMode == AckMode.MANUAL && name.isEmpty()) {
      throw new IllegalArgumentException("only named subscriptions are acknowledged by hand");
    }
  }

  /**
   * Every event, as soon as it is written; the listener's first failure ends it.
   *
   * @param from where to begin
   * @return a request
   */
  public static SubscriptionRequest from(SubscribeFrom from) {
    return new SubscriptionRequest(
        EventFilter.ALL, from, Optional.empty(), AckMode.AUTO, Visibility.WRITTEN, Redelivery.NONE);
  }

  /**
   * This request for fewer events.
   *
   * @param wanted what its events must match, in place of what was asked before
   * @return a new request
   */
  public SubscriptionRequest matching(RecordFilter wanted) {
    return new SubscriptionRequest(wanted, from, name, ackMode, visibility, redelivery);
  }

  /**
   * This request with a position that survives the process.
   *
   * @param durableName of the subscription in its journal
   * @return a new request
   */
  public SubscriptionRequest named(String durableName) {
    return new SubscriptionRequest(
        filter, from, Optional.of(durableName), ackMode, visibility, redelivery);
  }

  /**
   * This named request with events acknowledged by {@link Subscription#ack}.
   *
   * @return a new request
   */
  public SubscriptionRequest acknowledgedByHand() {
    return new SubscriptionRequest(filter, from, name, AckMode.MANUAL, visibility, redelivery);
  }

  /**
   * This request for events that survive a power loss only.
   *
   * @return a new request
   */
  public SubscriptionRequest durableOnly() {
    return new SubscriptionRequest(filter, from, name, ackMode, Visibility.DURABLE, redelivery);
  }

  /**
   * This request with another answer to a failing listener.
   *
   * @param policy what happens then
   * @return a new request
   */
  public SubscriptionRequest redelivering(Redelivery policy) {
    return new SubscriptionRequest(filter, from, name, ackMode, visibility, policy);
  }
}
