package io.semj.error;

/** A registered agent asked for more than its limits give it. */
public final class AgentLimitException extends ResourceExhaustedException {
  private static final long serialVersionUID = 1L;

  private final String agent;
  private final String name;
  private final long limit;
  private final long actual;

  /**
   * A limit that was reached.
   *
   * @param agent the name that it is registered by
   * @param name of the limit
   * @param limit the most that it may have
   * @param actual what it asked for
   */
  public AgentLimitException(String agent, String name, long limit, long actual) {
    super(
        detail(
            detail(
                detail(detail("agent reached a limit", "agent", agent), "name", name),
                "limit",
                limit),
            "actual",
            actual));
    this.agent = agent;
    this.name = name;
    this.limit = limit;
    this.actual = actual;
  }

  /**
   * Who asked.
   *
   * @return the name that the agent is registered by
   */
  public String agent() {
    return agent;
  }

  /**
   * Which limit it was.
   *
   * @return its name
   */
  public String limitName() {
    return name;
  }

  /**
   * The most that the agent may have.
   *
   * @return a count
   */
  public long limit() {
    return limit;
  }

  /**
   * What it asked for.
   *
   * @return a count
   */
  public long actual() {
    return actual;
  }
}
