package io.semj.event;

import static java.util.Objects.requireNonNull;

/**
 * What an event says about an agent. Numbers are unsigned.
 *
 * @param agentId the agent, empty if not set
 * @param intent what it is about to do, empty if not set
 * @param confidence how sure it is, 0 to 100
 */
public record AgentContext(String agentId, String intent, int confidence) {
  /** Refuses null texts. */
  public AgentContext {
    requireNonNull(agentId, "agentId");
    requireNonNull(intent, "intent");
  }
}
