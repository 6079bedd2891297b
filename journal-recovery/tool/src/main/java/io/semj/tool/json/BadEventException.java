package io.semj.tool.json;

/** A line that is no event. The message is one line that says what is wrong and where. */
public final class BadEventException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * What is wrong with a line.
   *
   * @param message what, with the field where there is one
   */
  public BadEventException(String message) {
    super(message);
  }

  /** What is wrong with one field. */
  static BadEventException field(String field, String expected, String actual) {
    return new BadEventException(
        field + " cannot be used: expected=" + expected + ", actual=" + actual);
  }
}
