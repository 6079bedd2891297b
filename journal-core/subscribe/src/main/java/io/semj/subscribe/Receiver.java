package io.semj.subscribe;

import io.semj.error.JournalException;
import io.semj.event.SemanticEvent;

/** Whom a subscription delivers to. One call at a time, but for {@link #demand}. */
interface Receiver {
  /** Whether it wants an event now. Any thread, and cheap. */
  boolean demand();

  /** One event; what it throws is a failure at that event. */
  void event(SemanticEvent event) throws Exception;

  /** Events were removed unseen. */
  void missed(MissedEvents missed) throws Exception;

  /** The journal is closed, and all is delivered. */
  void completed();

  /** The subscription ends by a failure. */
  void failed(JournalException failure);
}
