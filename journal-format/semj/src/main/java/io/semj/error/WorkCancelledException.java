package io.semj.error;

/** Work was ended before it was done, because its caller asked for that. */
public final class WorkCancelledException extends JournalException {
  private static final long serialVersionUID = 1L;

  /**
   * A cancellation.
   *
   * @param message what was ended, with names and values
   */
  public WorkCancelledException(String message) {
    super(ErrorCategory.CANCELLED, message, null);
  }
}
