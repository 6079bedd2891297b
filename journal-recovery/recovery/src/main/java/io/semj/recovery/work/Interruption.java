package io.semj.recovery.work;

import io.semj.error.JournalException;
import io.semj.error.WorkCancelledException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * An interrupt of a thread that works ends the work as a cancellation does. It closes the file that
 * is being read, which must not be taken for a failing disk.
 */
public final class Interruption {
  private Interruption() {}

  /**
   * Ends the work if the thread was interrupted; the interrupt stays set.
   *
   * @param what the thread is about to do
   * @throws WorkCancelledException when it was
   */
  public static void check(String what) {
    if (Thread.currentThread().isInterrupted()) {
      throw new WorkCancelledException("work was interrupted: during=" + what);
    }
  }

  /**
   * Ends the work if a failure came from an interrupt.
   *
   * @param failure of reading
   * @throws WorkCancelledException when it did
   */
  public static void translate(JournalException failure) {
    if (failure.getCause() instanceof ClosedByInterruptException) {
      check("read");
    }
  }

  /**
   * Ends the work if a failure came from an interrupt.
   *
   * @param failure of reading
   * @throws WorkCancelledException when it did
   */
  public static void translate(IOException failure) {
    if (failure instanceof ClosedByInterruptException) {
      check("read");
    }
  }
}
