package io.semj.core;

import io.semj.error.JournalException;
import java.util.Optional;

/**
 * Where a journal stands at one moment. The sequences were read one after another while the journal
 * went on, in an order that keeps {@code durable <= written <= emitted} true.
 *
 * @param state what it is able to do
 * @param lastEmittedSequence the last sequence given out, 0 before the first
 * @param writtenSequence all up to this one survive the end of the process
 * @param durableSequence all up to this one survive a power loss
 * @param firstSequence the oldest that can still be read
 * @param segments how many segment files there are
 * @param currentSegment the file name of the one being written, empty when there is none
 * @param journalBytes of all blocks and segment headers
 * @param ringUsed how many events wait in the ring
 * @param ringCapacity how many could
 * @param ringSurvives whether emitted events survive the end of the process, see {@link
 *     RingPlacement}
 * @param failure what stopped the journal, when its state is {@link JournalState#FAILED}
 * @param circuitBreakerOpen whether storage failed so often that it is left alone for a while
 * @param checkpoints from which the application's state can be restored
 */
public record JournalStatus(
    JournalState state,
    long lastEmittedSequence,
    long writtenSequence,
    long durableSequence,
    long firstSequence,
    int segments,
    String currentSegment,
    long journalBytes,
    long ringUsed,
    int ringCapacity,
    boolean ringSurvives,
    Optional<JournalException> failure,
    boolean circuitBreakerOpen,
    Checkpoints checkpoints) {

  /**
   * The checkpoints of the journal.
   *
   * @param count how many there are with an undamaged header
   * @param lastSequence that the newest one covers, 0 without any
   * @param lastCreatedNanos when the newest one was made, since 1970, 0 without any
   */
  public record Checkpoints(int count, long lastSequence, long lastCreatedNanos) {}

  /** Events that have been emitted and would not survive a power loss yet. */
  public long notYetDurable() {
    return lastEmittedSequence - durableSequence;
  }
}
