package io.semj.query.agent;

import io.semj.error.JournalSecurityException;
import io.semj.event.SemanticEvent;
import io.semj.query.EventStream;
import java.util.Iterator;

/**
 * All events that a query wants and an agent may see, one after another. To be closed; one thread.
 * When the agent is unregistered, the next call fails.
 */
public final class AgentStream implements Iterator<SemanticEvent>, AutoCloseable {
  private final EventStream events;
  private final StreamPermit permit;
  private final String agent;

  AgentStream(EventStream events, StreamPermit permit, String agent) {
    this.events = events;
    this.permit = permit;
    this.agent = agent;
  }

  /**
   * Whether there is another event.
   *
   * @throws JournalSecurityException when the agent was unregistered
   */
  @Override
  public boolean hasNext() {
    checkPermit();
    boolean found = events.hasNext();
    checkPermit(); // finding one may take long
    return found;
  }

  /**
   * The next event.
   *
   * @throws JournalSecurityException when the agent was unregistered
   */
  @Override
  public SemanticEvent next() {
    checkPermit();
    SemanticEvent event = events.next();
    checkPermit();
    return event;
  }

  private void checkPermit() {
    if (permit.isRevoked()) {
      events.close();
      throw StreamPermits.notRegistered(agent);
    }
  }

  /** Releases what is being read and gives the agent's stream back. Again: does nothing. */
  @Override
  public void close() {
    try {
      events.close();
    } finally {
      permit.close();
    }
  }
}
