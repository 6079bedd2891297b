package io.semj.error;

/** Bytes that are not those that were written: their checksum differs from the stored one. */
public final class ChecksumMismatchException extends StorageException {
  private static final long serialVersionUID = 1L;

  private final int expected;
  private final int actual;

  /**
   * A checksum that does not match; both values are added to the message.
   *
   * @param message what was checked and where, with names and values
   * @param expected the stored checksum
   * @param actual the checksum of the bytes as they are
   */
  public ChecksumMismatchException(String message, int expected, int actual) {
    super(
        StorageErrorKind.CHECKSUM_MISMATCH,
        detail(detail(message, "expected", hex(expected)), "actual", hex(actual)),
        null);
    this.expected = expected;
    this.actual = actual;
  }

  /**
   * The stored checksum.
   *
   * @return as 32 bits
   */
  public int expected() {
    return expected;
  }

  /**
   * The checksum of the bytes as they are.
   *
   * @return as 32 bits
   */
  public int actual() {
    return actual;
  }
}
