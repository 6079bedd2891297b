package io.semj.suite.subject;

/**
 * What a session is asked to take.
 *
 * @param events the bytes of the events
 * @param producers how many threads emit
 * @param durability what it is opened for
 */
public record Workload(EventPool events, int producers, Durability durability) {
  /** The length of an event, in bytes. */
  public int size() {
    return events.size();
  }
}
