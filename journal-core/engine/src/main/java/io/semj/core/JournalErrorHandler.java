package io.semj.core;

import io.semj.error.JournalException;

/**
 * Told of failures that no caller is there to receive: those of the journal's own threads. Called
 * on these threads, so it should return soon; what it throws is logged and ignored.
 */
@FunctionalInterface
public interface JournalErrorHandler {
  /**
   * Something failed in the background.
   *
   * @param error what it was
   */
  void onError(JournalException error);

  /**
   * Writes errors to the {@link System.Logger} named {@code io.semj}.
   *
   * @return a handler
   */
  static JournalErrorHandler logging() {
    return LoggingErrorHandler.INSTANCE;
  }
}
