package io.semj.error;

/** A file of the older userspace format, which begins with "USJL". */
public final class LegacyFormatException extends CompatibilityException {
  private static final long serialVersionUID = 1L;

  /**
   * A file of the older format.
   *
   * @param file the file's name
   */
  public LegacyFormatException(String file) {
    super(detail("file is in the older USJL format, which is not read", "file", file));
  }
}
