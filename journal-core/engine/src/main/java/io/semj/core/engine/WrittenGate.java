package io.semj.core.engine;

import io.semj.error.JournalTimeoutException;
import java.util.function.LongSupplier;

/**
 * Lets an emission wait until its event is written: where emitted events survive the process, and
 * there was no room for this one in the memory that does. Any thread.
 */
final class WrittenGate {
  private final LongSupplier settled;
  private final Lifecycle lifecycle;
  private final Runnable wakeWriter;
  private final long timeoutNanos;

  WrittenGate(LongSupplier settled, Lifecycle lifecycle, Runnable wakeWriter, long timeoutNanos) {
    this.settled = settled;
    this.lifecycle = lifecycle;
    this.wakeWriter = wakeWriter;
    this.timeoutNanos = timeoutNanos;
  }

  /**
   * Waits until the event at a place of the ring is written.
   *
   * @throws io.semj.error.JournalException when the journal failed first, or it took too long; the
   *     event may be written later all the same
   */
  void await(long ringSequence) {
    wakeWriter.run();
    long begin = System.nanoTime();
    boolean interrupted = false;
    for (int round = 0; settled.getAsLong() < ringSequence; round++) {
      if (lifecycle.hasFailed()) {
        throw lifecycle.refusal();
      }
      if (!Pause.isSpin(round) && System.nanoTime() - begin > timeoutNanos) {
        throw new JournalTimeoutException(
            "large event does not survive the process yet, and was not written in time:"
                + " waitedMillis="
                + timeoutNanos / 1_000_000);
      }
      interrupted |= Thread.interrupted(); // which would make the wait a busy one
      Pause.round(round);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
