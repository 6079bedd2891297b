package io.semj.recovery;

import java.nio.file.Path;

/**
 * One thing that is not as it must be.
 *
 * @param kind of the problem
 * @param file that has it; the directory where it is no file's
 * @param position in the file, in bytes
 * @param what is wrong, in words and values
 */
public record IntegrityProblem(Kind kind, Path file, long position, String what) {
  /** Kinds of problems. */
  public enum Kind {
    /** A segment's head is damaged, foreign, or does not fit its file's name. */
    HEAD,
    /** A segment does not continue the one before it, or is missing. */
    SEGMENT_ORDER,
    /** A seal or a sealed header does not agree with the segment's blocks. */
    SEAL,
    /** A block is damaged; valid ones follow. */
    BLOCK,
    /** A block's id or sequence does not follow the block before it. */
    CONTINUITY,
    /** A block was changed, exchanged or taken out and sealed again: the chain does not hold. */
    CHAIN,
    /** A record does not agree with its checksum, its block or its place. */
    RECORD,
    /**
     * The journal's last segment ends in bytes that are no block. A crash leaves this behind;
     * opening the journal mends it.
     */
    TORN_TAIL,
    /** Events that are known to have been durable are not there. */
    LOST_EVENTS,
    /** A file cannot be read. */
    UNREADABLE
  }

  @Override
  public String toString() {
    return kind + " at " + file + ":" + position + ": " + what;
  }
}
