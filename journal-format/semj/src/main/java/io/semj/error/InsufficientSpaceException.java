package io.semj.error;

/** The device or the quota is full. Free some space: the journal goes on by itself. */
public final class InsufficientSpaceException extends StorageException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure with nothing below it.
   *
   * @param message what happened, with names and values
   */
  public InsufficientSpaceException(String message) {
    super(StorageErrorKind.INSUFFICIENT_SPACE, message, null);
  }

  /**
   * A failure that another one caused.
   *
   * @param message what happened, with names and values
   * @param cause why, or null
   */
  public InsufficientSpaceException(String message, Throwable cause) {
    super(StorageErrorKind.INSUFFICIENT_SPACE, message, cause);
  }
}
