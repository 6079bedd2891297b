package io.semj.tool.emit;

import io.semj.core.JournalState;
import io.semj.core.JournalStatus;
import io.semj.core.SemanticJournal;
import io.semj.error.InsufficientSpaceException;
import io.semj.error.JournalException;
import io.semj.error.JournalTimeoutException;
import io.semj.tool.Output;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Makes events durable while others are still coming in, and says so: one force serves all that
 * were emitted before it. Gives up when nothing becomes durable any more. One thread.
 */
final class Acknowledger {
  private static final Duration TICK = Duration.ofMillis(250);

  /** How long a disk that is not full may take for one force. */
  private static final Duration SLOWEST_FORCE = Duration.ofSeconds(60);

  private final SemanticJournal journal;
  private final Output out;
  private final boolean print;
  private final Duration fullDiskPatience;
  private long acknowledged;
  private long lastDurable;
  private long lastProgress = System.nanoTime();

  Acknowledger(
      SemanticJournal journal,
      Output out,
      boolean print,
      Duration fullDiskPatience,
      long acknowledged) {
    this.journal = journal;
    this.out = out;
    this.print = print;
    this.fullDiskPatience = fullDiskPatience;
    this.acknowledged = acknowledged;
    this.lastDurable = acknowledged;
  }

  /**
   * Follows an intake to its end.
   *
   * @throws JournalException when not all of it can be made durable; what can be acknowledged is
   */
  void follow(Intake intake) {
    while (!intake.hasEnded()) {
      if (print) {
        settle(intake, intake.awaitMoreThan(acknowledged, TICK.toMillis()));
      } else if (!intake.awaitEnd(TICK.toMillis())) {
        watch(journal.status());
      }
    }
    if (intake.failure() == null) {
      settle(intake, intake.awaitMoreThan(Long.MAX_VALUE, 0));
    } else {
      acknowledge(journal.status().durableSequence(), intake.awaitMoreThan(Long.MAX_VALUE, 0));
    }
  }

  /** Waits until all up to a sequence is durable. */
  private void settle(Intake intake, long target) {
    while (acknowledged < target) {
      try {
        journal.awaitDurable(target, TICK);
      } catch (JournalTimeoutException e) {
        // Another look, whether anything moves at all.
      }
      JournalStatus status = journal.status();
      acknowledge(status.durableSequence(), status.lastEmittedSequence());
      watch(status);
      if (intake.failure() != null) {
        return;
      }
    }
    if (acknowledged == target) {
      lastProgress = System.nanoTime();
    }
  }

  private void watch(JournalStatus status) {
    boolean idle = status.durableSequence() == status.lastEmittedSequence();
    if (idle || status.durableSequence() != lastDurable) {
      lastDurable = status.durableSequence();
      lastProgress = System.nanoTime();
      return;
    }
    if (status.failure().isPresent()) {
      throw status.failure().get();
    }
    Duration waited = Duration.ofNanos(System.nanoTime() - lastProgress);
    if (status.state() == JournalState.SPACE_FULL && waited.compareTo(fullDiskPatience) > 0) {
      throw new InsufficientSpaceException(
          "no space left for the journal: directory="
              + journal.config().directory()
              + ", durableSequence="
              + status.durableSequence()
              + ", waitedMillis="
              + waited.toMillis());
    }
    // Without acknowledgements nobody has asked for a force yet.
    if (print && waited.compareTo(SLOWEST_FORCE) > 0) {
      throw new JournalTimeoutException(
          "nothing becomes durable: durableSequence="
              + status.durableSequence()
              + ", waitedMillis="
              + waited.toMillis());
    }
  }

  private void acknowledge(long durable, long emitted) {
    long last = Math.min(durable, emitted);
    if (last <= acknowledged) {
      return;
    }
    if (print) {
      OutputStream stream = out.stream();
      try {
        for (long sequence = acknowledged + 1; sequence <= last; sequence++) {
          stream.write(("{\"sequence\":" + sequence + "}\n").getBytes(StandardCharsets.US_ASCII));
        }
        stream.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e); // it throws OutputExceptions only
      }
    }
    acknowledged = last;
  }
}
