package io.semj.error;

/** Bytes that break the layout: sizes that contradict each other, a missing part, a cut file. */
public class CorruptionException extends StorageException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long position;

  /**
   * Corruption in bytes of which no file is known.
   *
   * @param message what happened, with names and values
   */
  public CorruptionException(String message) {
    this(message, (Throwable) null);
  }

  /**
   * Corruption in bytes of which no file is known.
   *
   * @param message what happened, with names and values
   * @param cause why, or null
   */
  public CorruptionException(String message, Throwable cause) {
    super(StorageErrorKind.CORRUPTION, message, cause);
    this.file = "";
    this.position = -1;
  }

  /**
   * Corruption at a place in a file; both are added to the message.
   *
   * @param message what happened, with names and values
   * @param file the file's name
   * @param position the byte in it from which it does not make sense
   */
  public CorruptionException(String message, String file, long position) {
    super(
        StorageErrorKind.CORRUPTION,
        detail(detail(message, "file", file), "position", position),
        null);
    this.file = file;
    this.position = position;
  }

  /**
   * The file's name.
   *
   * @return empty if no file is known
   */
  public String file() {
    return file;
  }

  /**
   * The byte from which the file does not make sense.
   *
   * @return -1 if no file is known
   */
  public long position() {
    return position;
  }
}
