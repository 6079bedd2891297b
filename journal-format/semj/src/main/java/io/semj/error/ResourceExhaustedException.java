package io.semj.error;

/** A bound of the journal was reached. */
public class ResourceExhaustedException extends JournalException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure with nothing below it.
   *
   * @param message what happened, with names and values
   */
  public ResourceExhaustedException(String message) {
    super(ErrorCategory.RESOURCE_EXHAUSTION, message, null);
  }

  /**
   * A failure that another one caused.
   *
   * @param message what happened, with names and values
   * @param cause why, or null
   */
  public ResourceExhaustedException(String message, Throwable cause) {
    super(ErrorCategory.RESOURCE_EXHAUSTION, message, cause);
  }
}
