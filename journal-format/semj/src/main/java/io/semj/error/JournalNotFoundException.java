package io.semj.error;

/** There is no journal, or no file of it, where one was expected. */
public final class JournalNotFoundException extends StorageException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure with nothing below it.
   *
   * @param message what happened, with names and values
   */
  public JournalNotFoundException(String message) {
    super(StorageErrorKind.NOT_FOUND, message, null);
  }

  /**
   * A failure that another one caused.
   *
   * @param message what happened, with names and values
   * @param cause why, or null
   */
  public JournalNotFoundException(String message, Throwable cause) {
    super(StorageErrorKind.NOT_FOUND, message, cause);
  }
}
