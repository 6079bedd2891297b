package io.semj.error;

/** The journal is in use by another writer, or closed. */
public class SynchronizationException extends JournalException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure with nothing below it.
   *
   * @param message what happened, with names and values
   */
  public SynchronizationException(String message) {
    super(ErrorCategory.SYNCHRONIZATION, message, null);
  }

  /**
   * A failure that another one caused.
   *
   * @param message what happened, with names and values
   * @param cause why, or null
   */
  public SynchronizationException(String message, Throwable cause) {
    super(ErrorCategory.SYNCHRONIZATION, message, cause);
  }
}
