package io.semj.error;

/** Something did not happen in the time given. It may still happen. */
public final class JournalTimeoutException extends JournalException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure with nothing below it.
   *
   * @param message what happened, with names and values
   */
  public JournalTimeoutException(String message) {
    super(ErrorCategory.TIMEOUT, message, null);
  }

  /**
   * A failure that another one caused.
   *
   * @param message what happened, with names and values
   * @param cause why, or null
   */
  public JournalTimeoutException(String message, Throwable cause) {
    super(ErrorCategory.TIMEOUT, message, cause);
  }
}
