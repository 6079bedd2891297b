package io.semj.error;

/** The ring is full and the overflow policy is to fail, or to block no longer than this. */
public final class RingFullException extends ResourceExhaustedException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure with nothing below it.
   *
   * @param message what happened, with names and values
   */
  public RingFullException(String message) {
    super(message, null);
  }

  /**
   * A failure that another one caused.
   *
   * @param message what happened, with names and values
   * @param cause why, or null
   */
  public RingFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
