package io.semj.error;

/** The bytes, or the device under them, failed. */
public abstract class StorageException extends JournalException {
  private static final long serialVersionUID = 1L;

  private final StorageErrorKind kind;

  StorageException(StorageErrorKind kind, String message, Throwable cause) {
    super(ErrorCategory.STORAGE, message, cause);
    this.kind = kind;
  }

  /**
   * The finer kind of this failure.
   *
   * @return never null
   */
  public final StorageErrorKind kind() {
    return kind;
  }
}
