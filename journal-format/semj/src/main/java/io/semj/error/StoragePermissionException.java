package io.semj.error;

/** The file system denies the access: permissions, ownership, or a read-only mount. */
public final class StoragePermissionException extends StorageException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure with nothing below it.
   *
   * @param message what happened, with names and values
   */
  public StoragePermissionException(String message) {
    super(StorageErrorKind.PERMISSION, message, null);
  }

  /**
   * A failure that another one caused.
   *
   * @param message what happened, with names and values
   * @param cause why, or null
   */
  public StoragePermissionException(String message, Throwable cause) {
    super(StorageErrorKind.PERMISSION, message, cause);
  }
}
