package io.semj.error;

/**
 * A block that could not be compressed, or whose stored data does not decompress to its stated
 * size.
 */
public final class CompressionException extends StorageException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure with nothing below it.
   *
   * @param message what happened, with names and values
   */
  public CompressionException(String message) {
    super(StorageErrorKind.COMPRESSION, message, null);
  }

  /**
   * A failure that another one caused.
   *
   * @param message what happened, with names and values
   * @param cause why, or null
   */
  public CompressionException(String message, Throwable cause) {
    super(StorageErrorKind.COMPRESSION, message, cause);
  }
}
