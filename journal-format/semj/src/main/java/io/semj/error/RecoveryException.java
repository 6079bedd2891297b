package io.semj.error;

/**
 * The journal could not be brought back to a state from which it can go on; nothing was changed.
 */
public final class RecoveryException extends JournalException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure with nothing below it.
   *
   * @param message what happened, with names and values
   */
  public RecoveryException(String message) {
    super(ErrorCategory.RECOVERY, message, null);
  }

  /**
   * A failure that another one caused.
   *
   * @param message what happened, with names and values
   * @param cause why, or null
   */
  public RecoveryException(String message, Throwable cause) {
    super(ErrorCategory.RECOVERY, message, cause);
  }
}
