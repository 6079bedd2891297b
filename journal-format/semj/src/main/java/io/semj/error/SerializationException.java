package io.semj.error;

/**
 * An event that has no byte form within the format's limits, or bytes that are no event. Trying
 * again does not help.
 */
public final class SerializationException extends StorageException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure with nothing below it.
   *
   * @param message what happened, with names and values
   */
  public SerializationException(String message) {
    super(StorageErrorKind.SERIALIZATION, message, null);
  }

  /**
   * A failure that another one caused.
   *
   * @param message what happened, with names and values
   * @param cause why, or null
   */
  public SerializationException(String message, Throwable cause) {
    super(StorageErrorKind.SERIALIZATION, message, cause);
  }
}
