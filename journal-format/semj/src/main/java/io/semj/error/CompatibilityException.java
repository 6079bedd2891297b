package io.semj.error;

/**
 * Bytes that are sound, but not for this version of the journal, not for this product, or not for
 * the kernel.
 */
public class CompatibilityException extends JournalException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure with nothing below it.
   *
   * @param message what happened, with names and values
   */
  public CompatibilityException(String message) {
    super(ErrorCategory.COMPATIBILITY, message, null);
  }

  /**
   * A failure that another one caused.
   *
   * @param message what happened, with names and values
   * @param cause why, or null
   */
  public CompatibilityException(String message, Throwable cause) {
    super(ErrorCategory.COMPATIBILITY, message, cause);
  }
}
