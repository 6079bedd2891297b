package io.semj.error;

/**
 * The journal has stopped for good after a failure it could not get over, which is the cause. What
 * was acknowledged as durable still is; open the journal anew to go on.
 */
public final class JournalFailedException extends JournalException {
  private static final long serialVersionUID = 1L;

  /**
   * A journal that has stopped.
   *
   * @param message what happened, with names and values
   * @param cause what stopped the journal; its category becomes this one's
   */
  public JournalFailedException(String message, Throwable cause) {
    super(categoryOf(cause), message, cause);
  }

  private static ErrorCategory categoryOf(Throwable cause) {
    return cause instanceof JournalException known ? known.category() : ErrorCategory.INTERNAL;
  }
}
