package io.semj.tool;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the journal's log from standard error: a verb says itself what failed, in one line. */
public final class SilentLog {
  /** Held, since the log manager does not. */
  private static final Logger LOGGER = Logger.getLogger("io.semj");

  private SilentLog() {}

  /** To be called before a journal is configured. */
  public static void apply() {
    LOGGER.setLevel(Level.OFF);
  }
}
