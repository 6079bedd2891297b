package io.semj.subscribe;

import io.semj.error.JournalException;
import io.semj.event.SemanticEvent;
import java.util.ArrayList;
import java.util.List;

/** Keeps what it is told. */
class Collector implements EventListener {
  private final List<SemanticEvent> events = new ArrayList<>();
  private final List<MissedEvents> missed = new ArrayList<>();
  private int completions;
  private JournalException error;

  @Override
  public synchronized void onEvent(SemanticEvent event) throws Exception {
    events.add(event);
  }

  @Override
  public synchronized void onMissed(MissedEvents gap) {
    missed.add(gap);
  }

  @Override
  public synchronized void onComplete() {
    completions++;
  }

  @Override
  public synchronized void onError(JournalException failure) {
    error = failure;
  }

  synchronized List<SemanticEvent> events() {
    return List.copyOf(events);
  }

  synchronized List<Long> sequences() {
    return events.stream().map(SemanticEvent::sequence).toList();
  }

  synchronized int count() {
    return events.size();
  }

  synchronized List<MissedEvents> missed() {
    return List.copyOf(missed);
  }

  synchronized int completions() {
    return completions;
  }

  synchronized JournalException error() {
    return error;
  }
}
