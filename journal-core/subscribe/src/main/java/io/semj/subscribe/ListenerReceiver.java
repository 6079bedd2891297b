package io.semj.subscribe;

import io.semj.error.JournalException;
import io.semj.event.SemanticEvent;

/** Delivers to a listener, which wants everything. */
final class ListenerReceiver implements Receiver {
  private final EventListener listener;

  ListenerReceiver(EventListener listener) {
    this.listener = listener;
  }

  @Override
  public boolean demand() {
    return true;
  }

  @Override
  public void event(SemanticEvent event) throws Exception {
    listener.onEvent(event);
  }

  @Override
  public void missed(MissedEvents missed) throws Exception {
    listener.onMissed(missed);
  }

  @Override
  public void completed() {
    listener.onComplete();
  }

  @Override
  public void failed(JournalException failure) {
    listener.onError(failure);
  }
}
