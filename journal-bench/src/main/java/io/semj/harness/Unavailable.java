package io.semj.harness;

/** This machine lacks what a harness needs; says what. */
final class Unavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Unavailable(String message) {
    super(message);
  }
}
