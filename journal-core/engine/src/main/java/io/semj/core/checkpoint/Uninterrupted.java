package io.semj.core.checkpoint;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Work on files that an interrupt does not spoil: it closes the channel in the middle, so the work
 * is done again, and the thread is interrupted when it is done. Without this a good checkpoint
 * would look damaged to an interrupted thread.
 */
final class Uninterrupted {
  private Uninterrupted() {}

  /** What can be done again from its beginning. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  static <T> T run(Work<T> work) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return work.run();
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
