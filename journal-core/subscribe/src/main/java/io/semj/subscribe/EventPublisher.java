package io.semj.subscribe;

import static java.util.Objects.requireNonNull;

import io.semj.error.JournalException;
import io.semj.event.SemanticEvent;
import java.util.concurrent.Flow;
import java.util.function.Function;

/** Every subscriber gets a subscription of its own. */
final class EventPublisher implements Flow.Publisher<SemanticEvent> {
  private final Function<Receiver, Delivery> prepare;
  private final Dispatcher dispatcher;

  EventPublisher(Function<Receiver, Delivery> prepare, Dispatcher dispatcher) {
    this.prepare = prepare;
    this.dispatcher = dispatcher;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super SemanticEvent> subscriber) {
    FlowReceiver receiver = new FlowReceiver(requireNonNull(subscriber, "subscriber"));
    Delivery delivery;
    try {
      delivery = prepare.apply(receiver);
    } catch (JournalException | IllegalStateException e) {
      subscriber.onSubscribe(Refused.SUBSCRIPTION);
      subscriber.onError(e);
      return;
    }
    receiver.deliveredBy(delivery);
    try {
      subscriber.onSubscribe(receiver);
    } catch (RuntimeException | Error e) {
      delivery.cancel();
      throw e;
    }
    dispatcher.add(delivery);
  }

  /** What a subscriber that is refused is given first, as it must. */
  private static final class Refused implements Flow.Subscription {
    static final Refused SUBSCRIPTION = new Refused();

    @Override
    public void request(long n) {
      // There is nothing to give.
    }

    @Override
    public void cancel() {
      // There is nothing to end.
    }
  }
}
