package io.semj.error;

/** The event was given up under an overflow policy that drops events. */
public final class EventDroppedException extends ResourceExhaustedException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure with nothing below it.
   *
   * @param message what happened, with names and values
   */
  public EventDroppedException(String message) {
    super(message, null);
  }

  /**
   * A failure that another one caused.
   *
   * @param message what happened, with names and values
   * @param cause why, or null
   */
  public EventDroppedException(String message, Throwable cause) {
    super(message, cause);
  }
}
