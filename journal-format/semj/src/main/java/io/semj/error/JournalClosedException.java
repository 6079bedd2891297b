package io.semj.error;

/** The journal was closed, or is closing. */
public final class JournalClosedException extends SynchronizationException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure with nothing below it.
   *
   * @param message what happened, with names and values
   */
  public JournalClosedException(String message) {
    super(message, null);
  }

  /**
   * A failure that another one caused.
   *
   * @param message what happened, with names and values
   * @param cause why, or null
   */
  public JournalClosedException(String message, Throwable cause) {
    super(message, cause);
  }
}
