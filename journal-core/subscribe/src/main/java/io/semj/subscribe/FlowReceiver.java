package io.semj.subscribe;

import io.semj.error.EventsMissedException;
import io.semj.error.JournalException;
import io.semj.error.ListenerFailedException;
import io.semj.event.SemanticEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Delivers to a {@link Flow.Subscriber} as many events as it asked for, and is what it asks by,
 * which is a {@link Subscription} too.
 */
final class FlowReceiver implements Receiver, Flow.Subscription, Subscription {
  private final AtomicLong requested = new AtomicLong();
  private volatile Flow.Subscriber<? super SemanticEvent> subscriber;
  private volatile Throwable violation;
  private volatile Delivery delivery;

  FlowReceiver(Flow.Subscriber<? super SemanticEvent> subscriber) {
    this.subscriber = subscriber;
  }

  void deliveredBy(Delivery started) {
    delivery = started;
  }

  @Override
  public boolean demand() {
    return requested.get() > 0;
  }

  @Override
  public void event(SemanticEvent event) {
    requested.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - 1);
    Flow.Subscriber<? super SemanticEvent> now = subscriber;
    if (now == null) {
      return; // cancelled meanwhile
    }
    try {
      now.onNext(event);
    } catch (RuntimeException | Error e) {
      subscriber = null; // which must not throw: it counts as having cancelled
      throw e;
    }
  }

  @Override
  public void missed(MissedEvents missed) {
    throw new EventsMissedException(missed.firstSequence(), missed.lastSequence());
  }

  @Override
  public void completed() {
    Flow.Subscriber<? super SemanticEvent> now = subscriber;
    if (now != null) {
      now.onComplete();
    }
  }

  @Override
  public void failed(JournalException failure) {
    Flow.Subscriber<? super SemanticEvent> now = subscriber;
    if (now != null) {
      now.onError(violation == null ? failure : violation);
    }
  }

  @Override
  public void request(long n) {
    if (n <= 0) {
      violation =
          new IllegalArgumentException("3.9: the number of events must be positive: actual=" + n);
      delivery.doom(new ListenerFailedException(delivery.position(), 0, violation));
      return;
    }
    requested.updateAndGet(left -> Long.MAX_VALUE - left < n ? Long.MAX_VALUE : left + n);
    delivery.demandChanged();
  }

  @Override
  public void cancel() {
    delivery.cancel();
    subscriber = null;
  }

  @Override
  public long position() {
    return delivery.position();
  }

  @Override
  public long lag() {
    return delivery.lag();
  }

  @Override
  public SubscriptionState state() {
    return delivery.state();
  }

  @Override
  public Optional<JournalException> failure() {
    return delivery.failure();
  }

  @Override
  public void ack(long sequence) {
    delivery.ack(sequence);
  }

  @Override
  public boolean awaitEnd(Duration timeout) throws InterruptedException {
    return delivery.awaitEnd(timeout);
  }

  @Override
  public void pause() {
    delivery.pause();
  }

  @Override
  public void resume() {
    delivery.resume();
  }

  @Override
  public void close() {
    delivery.close();
    subscriber = null;
  }
}
