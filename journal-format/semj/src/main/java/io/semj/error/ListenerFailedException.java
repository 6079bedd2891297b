package io.semj.error;

/** What a subscription delivers to failed at an event; the cause is what it threw. */
public final class ListenerFailedException extends JournalException {
  private static final long serialVersionUID = 1L;

  private final long sequence;
  private final int attempts;

  /**
   * A failure at an event.
   *
   * @param sequence of the event
   * @param attempts how often the event was delivered
   * @param cause what the listener, or the filter, threw
   */
  public ListenerFailedException(long sequence, int attempts, Throwable cause) {
    super(
        ErrorCategory.CONSISTENCY,
        "listener failed: sequence=" + sequence + ", attempts=" + attempts + ", cause=" + cause,
        cause);
    this.sequence = sequence;
    this.attempts = attempts;
  }

  /**
   * The event that the listener failed at.
   *
   * @return its sequence
   */
  public long sequence() {
    return sequence;
  }

  /**
   * How often the event was delivered.
   *
   * @return from 1; 0 when the filter failed at it
   */
  public int attempts() {
    return attempts;
  }
}
