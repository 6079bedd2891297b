package io.semj.recovery.replay;

import java.nio.file.Path;

/**
 * One thing that a replay found to be not as it should be.
 *
 * @param kind of the finding
 * @param file that it was found in
 * @param position in the file, in bytes
 * @param sequence of the event that it is about, or of the first one
 * @param what was found, in words and values
 */
public record ReplayFinding(Kind kind, Path file, long position, long sequence, String what) {
  /** Kinds of findings. */
  public enum Kind {
    /** Bytes that are not what was written; events are lost. */
    DAMAGE,
    /** A block or a segment is sound by itself and does not continue the chain. */
    CHAIN,
    /** A block's header says something else than its records. */
    BLOCK_HEADER,
    /** Events that are known to have been durable are not there. */
    LOST_EVENTS,
    /** Sequences that nothing is stored of: dropped under load, or removed since. */
    SEQUENCE_GAP,
    /** An effect stands before its cause, or causes itself. */
    EFFECT_BEFORE_CAUSE,
    /** A cause that is none of the events up to the end. */
    CAUSE_MISSING,
    /** A transaction that began and did not end. */
    TRANSACTION_UNFINISHED,
    /** A transaction that ended without having begun. */
    TRANSACTION_NOT_BEGUN,
    /** A transaction that began again before it ended. */
    TRANSACTION_BEGUN_TWICE,
    /** More was open at once than is followed: some of it was not checked. */
    NOT_CHECKED
  }

  @Override
  public String toString() {
    return kind + " at sequence " + sequence + ", " + file + ":" + position + ": " + what;
  }
}
