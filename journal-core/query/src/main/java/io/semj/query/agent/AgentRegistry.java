package io.semj.query.agent;

import static java.util.Objects.requireNonNull;

import io.semj.error.ConfigurationException;
import io.semj.query.JournalQueries;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The agents that may ask a journal, by name. In memory only. Any thread. */
public final class AgentRegistry {
  private final JournalQueries queries;
  private final ConcurrentMap<String, Agent> agents = new ConcurrentHashMap<>();

  private AgentRegistry(JournalQueries queries) {
    this.queries = queries;
  }

  /**
   * A registry without agents.
   *
   * @param queries answers what the agents ask; to be closed by its owner, after the last question
   * @return the registry
   */
  public static AgentRegistry of(JournalQueries queries) {
    return new AgentRegistry(requireNonNull(queries, "queries"));
  }

  /**
   * Registers an agent.
   *
   * @param name of the agent
   * @param limits of what it may see and have, which stay as they are
   * @return what the agent asks by; give it to nobody else
   * @throws ConfigurationException when an agent of this name is registered
   */
  public Agent register(String name, AgentLimits limits) {
    Agent agent = new Agent(name, limits, queries);
    if (agents.putIfAbsent(name, agent) != null) {
      throw new ConfigurationException("agent", "a name that is not registered", name);
    }
    return agent;
  }

  /**
   * Takes all rights from an agent: its streams end, and what it asks from now on is refused, also
   * when another agent is registered by its name.
   *
   * @param name of the agent
   * @return whether it was registered
   */
  public boolean unregister(String name) {
    Agent agent = agents.remove(name);
    if (agent != null) {
      agent.revoke();
    }
    return agent != null;
  }

  /**
   * A registered agent.
   *
   * @param name that it was registered by
   * @return the agent, if it is registered
   */
  public Optional<Agent> agent(String name) {
    return Optional.ofNullable(agents.get(name));
  }

  /**
   * Who is registered.
   *
   * @return the names now
   */
  public Set<String> names() {
    return Set.copyOf(agents.keySet());
  }
}
