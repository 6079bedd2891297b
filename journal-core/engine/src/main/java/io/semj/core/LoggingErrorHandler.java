package io.semj.core;

import io.semj.error.JournalException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Writes errors to the logger of the journal. */
final class LoggingErrorHandler implements JournalErrorHandler {
  static final JournalErrorHandler INSTANCE = new LoggingErrorHandler(System.getLogger("io.semj"));

  private final Logger logger;

  LoggingErrorHandler(Logger logger) {
    this.logger = logger;
  }

  /** A handler threw instead of handling. */
  static void handlerFailed(RuntimeException failure) {
    System.getLogger("io.semj").log(Level.ERROR, "journal error handler failed", failure);
  }

  @Override
  public void onError(JournalException error) {
    logger.log(Level.ERROR, "journal error: " + error.getMessage(), error);
  }

  @Override
  public String toString() {
    return "logged";
  }
}
