package io.semj.error;

/** A named subscription is in use elsewhere: it has one holder at a time. */
public final class SubscriptionHeldException extends SynchronizationException {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final long holderPid;

  /**
   * A name that is held.
   *
   * @param name of the subscription
   * @param holderPid the process that holds it, -1 if unknown
   * @param cause why, or null
   */
  public SubscriptionHeldException(String name, long holderPid, Throwable cause) {
    super(
        "subscription is held elsewhere: name="
            + name
            + ", pid="
            + (holderPid < 0 ? "unknown" : holderPid),
        cause);
    this.name = name;
    this.holderPid = holderPid;
  }

  /**
   * The subscription.
   *
   * @return its name
   */
  public String name() {
    return name;
  }

  /**
   * The process that holds it.
   *
   * @return its pid, -1 if unknown
   */
  public long holderPid() {
    return holderPid;
  }
}
