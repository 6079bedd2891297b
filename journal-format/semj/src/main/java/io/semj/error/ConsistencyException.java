package io.semj.error;

/**
 * Parts that are sound one by one and contradict each other, such as two segments with the same
 * sequences.
 */
public final class ConsistencyException extends JournalException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure with nothing below it.
   *
   * @param message what happened, with names and values
   */
  public ConsistencyException(String message) {
    super(ErrorCategory.CONSISTENCY, message, null);
  }

  /**
   * A failure that another one caused.
   *
   * @param message what happened, with names and values
   * @param cause why, or null
   */
  public ConsistencyException(String message, Throwable cause) {
    super(ErrorCategory.CONSISTENCY, message, cause);
  }
}
