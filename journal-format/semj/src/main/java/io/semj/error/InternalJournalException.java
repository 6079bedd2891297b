package io.semj.error;

/** A bug in the journal: please report it with its stack trace. */
public final class InternalJournalException extends JournalException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure with nothing below it.
   *
   * @param message what happened, with names and values
   */
  public InternalJournalException(String message) {
    super(ErrorCategory.INTERNAL, message, null);
  }

  /**
   * A failure that another one caused.
   *
   * @param message what happened, with names and values
   * @param cause why, or null
   */
  public InternalJournalException(String message, Throwable cause) {
    super(ErrorCategory.INTERNAL, message, cause);
  }
}
