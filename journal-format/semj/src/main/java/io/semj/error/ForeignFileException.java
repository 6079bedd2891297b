package io.semj.error;

/** A file that is no journal file at all: its magic number is another one. */
public final class ForeignFileException extends CompatibilityException {
  private static final long serialVersionUID = 1L;

  private final int expected;
  private final int actual;

  /**
   * A file with a foreign magic number.
   *
   * @param file the file's name
   * @param expected the magic number of a journal file
   * @param actual the magic number found
   */
  public ForeignFileException(String file, int expected, int actual) {
    super(
        detail(
            detail(
                detail("file is not a SEMJ journal file", "file", file), "expected", hex(expected)),
            "actual",
            hex(actual)));
    this.expected = expected;
    this.actual = actual;
  }

  /**
   * The magic number of a journal file.
   *
   * @return as 32 bits
   */
  public int expected() {
    return expected;
  }

  /**
   * The magic number found.
   *
   * @return as 32 bits
   */
  public int actual() {
    return actual;
  }
}
