package io.semj.error;

/** A key, a signature or a right of the journal's own is missing or wrong. */
public final class JournalSecurityException extends JournalException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure with nothing below it.
   *
   * @param message what happened, with names and values
   */
  public JournalSecurityException(String message) {
    super(ErrorCategory.SECURITY, message, null);
  }

  /**
   * A failure that another one caused.
   *
   * @param message what happened, with names and values
   * @param cause why, or null
   */
  public JournalSecurityException(String message, Throwable cause) {
    super(ErrorCategory.SECURITY, message, cause);
  }
}
