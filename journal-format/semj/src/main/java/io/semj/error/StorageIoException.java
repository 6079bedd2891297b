package io.semj.error;

/** The operating system refused a read, a write or a sync. It may pass: see the retry settings. */
public final class StorageIoException extends StorageException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure with nothing below it.
   *
   * @param message what happened, with names and values
   */
  public StorageIoException(String message) {
    super(StorageErrorKind.IO, message, null);
  }

  /**
   * A failure that another one caused.
   *
   * @param message what happened, with names and values
   * @param cause why, or null
   */
  public StorageIoException(String message, Throwable cause) {
    super(StorageErrorKind.IO, message, cause);
  }
}
