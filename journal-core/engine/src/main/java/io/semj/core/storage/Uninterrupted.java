package io.semj.core.storage;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Work on files that an interrupt does not spoil: it closes the channel in the middle, so the work
 * is done again, and the thread is interrupted when it is done. Without this a good checkpoint
 * would look damaged to an interrupted thread.
 */
public final class Uninterrupted {
  private Uninterrupted() {}

  /**
   * What can be done again from its beginning, with a channel of its own.
   *
   * @param <T> its result
   */
  @FunctionalInterface
  public interface Work<T> {
    /**
     * Does it once.
     *
     * @return its result
     * @throws IOException when it fails
     */
    T run() throws IOException;
  }

  /**
   * Does work to its end. The thread is interrupted afterwards if it was before or meanwhile.
   *
   * @param work to do
   * @param <T> its result
   * @return what it returned
   * @throws IOException what it threw
   */
  public static <T> T run(Work<T> work) throws IOException {
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
