package io.semj.error;

/** What events were replayed into failed at one of them; the cause is what it threw. */
public final class ReplayException extends JournalException {
  private static final long serialVersionUID = 1L;

  private final long sequence;

  /**
   * A failure at an event.
   *
   * @param sequence of the event
   * @param cause what the handler threw
   */
  public ReplayException(long sequence, Throwable cause) {
    super(
        ErrorCategory.RECOVERY,
        "replay stopped, the handler failed: sequence=" + sequence + ", cause=" + cause,
        cause);
    this.sequence = sequence;
  }

  /**
   * The event that the handler failed at.
   *
   * @return its sequence
   */
  public long sequence() {
    return sequence;
  }
}
