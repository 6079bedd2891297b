package io.semj.harness;

/** A journal does not hold what it promised. */
final class BrokenPromise extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BrokenPromise(String message) {
    super(message);
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency
  static void require(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new BrokenPromise(String.format(message, values));
    }
  }
}
