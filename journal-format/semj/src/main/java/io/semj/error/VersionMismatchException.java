package io.semj.error;

/** A file or structure of a format version that this release does not read. */
public final class VersionMismatchException extends CompatibilityException {
  private static final long serialVersionUID = 1L;

  private final int minimum;
  private final int maximum;
  private final int actual;

  /**
   * A version outside the range that is read; range and version are added to the message.
   *
   * @param message what has the version and where, with names and values
   * @param minimum the oldest version that is read
   * @param maximum the newest version that is read
   * @param actual the version found
   */
  public VersionMismatchException(String message, int minimum, int maximum, int actual) {
    super(
        detail(
            detail(message, "expected", minimum == maximum ? minimum : minimum + ".." + maximum),
            "actual",
            Integer.toUnsignedString(actual)));
    this.minimum = minimum;
    this.maximum = maximum;
    this.actual = actual;
  }

  /**
   * The oldest version that is read.
   *
   * @return inclusive
   */
  public int minimum() {
    return minimum;
  }

  /**
   * The newest version that is read.
   *
   * @return inclusive
   */
  public int maximum() {
    return maximum;
  }

  /**
   * The version found.
   *
   * @return an unsigned 32-bit number
   */
  public int actual() {
    return actual;
  }
}
