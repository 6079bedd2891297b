package io.semj.core.engine;

/** Unwinds a thread of the journal that waits for something that will not come: it has stopped. */
final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoppedException(String reason) {
    super(reason, null, false, false);
  }
}
