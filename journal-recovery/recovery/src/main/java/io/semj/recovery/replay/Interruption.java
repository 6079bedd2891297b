package io.semj.recovery.replay;

import io.semj.error.JournalException;
import io.semj.error.WorkCancelledException;
import java.nio.channels.ClosedByInterruptException;

/** An interrupt of a thread that waits ends the replay as a cancellation does. */
final class Interruption {
  private Interruption() {}

  static void check(String what) {
    if (Thread.currentThread().isInterrupted()) {
      throw new WorkCancelledException("replay was interrupted: during=" + what);
    }
  }

  /** An interrupt closes the file that is being read, which looks like a failing disk. */
  static void translate(JournalException failure) {
    if (failure.getCause() instanceof ClosedByInterruptException) {
      check("read");
    }
  }
}
