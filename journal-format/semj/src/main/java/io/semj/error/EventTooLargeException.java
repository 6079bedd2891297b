package io.semj.error;

/** The event is larger than the configured journal takes. */
public final class EventTooLargeException extends ResourceExhaustedException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure with nothing below it.
   *
   * @param message what happened, with names and values
   */
  public EventTooLargeException(String message) {
    super(message, null);
  }

  /**
   * A failure that another one caused.
   *
   * @param message what happened, with names and values
   * @param cause why, or null
   */
  public EventTooLargeException(String message, Throwable cause) {
    super(message, cause);
  }
}
