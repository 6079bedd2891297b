package io.semj.query.agent;

/**
 * What an agent may see and have.
 *
 * @param visibilityMask it sees an event when one bit at least is set both here and in the event's
 *     {@code agent_visibility_mask}; with 0 it sees none
 * @param maxStreams how many streams and subscriptions it may have open at once
 * @param maxEventsPerQuery how many events an answer to it holds at most
 */
public record AgentLimits(long visibilityMask, int maxStreams, int maxEventsPerQuery) {
  /** Checks the numbers. */
  public AgentLimits {
    if (maxStreams < 0) {
      throw new IllegalArgumentException("maxStreams is negative: actual=" + maxStreams);
    }
    if (maxEventsPerQuery < 1) {
      throw new IllegalArgumentException(
          "maxEventsPerQuery is not positive: actual=" + maxEventsPerQuery);
    }
  }
}
