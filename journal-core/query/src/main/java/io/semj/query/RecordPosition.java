package io.semj.query;

/**
 * Where the record of a sequence is, or why there is none.
 *
 * @param presence whether the journal has the record
 * @param segment first sequence of its segment, which names the file; 0 without a record
 * @param block position of its block in the segment's file, in bytes; 0 without a record
 * @param ordinal its number in the block, from 0; -1 without a record
 */
public record RecordPosition(Presence presence, long segment, long block, int ordinal) {
  /** Whether a journal has the record of a sequence. */
  public enum Presence {
    /** The record is there. */
    PRESENT,
    /** Retention has removed it with its segment. */
    REMOVED,
    /** It was dropped when it was emitted, lost, or taken out by compaction. */
    MISSING,
    /** It is not written yet. */
    NOT_WRITTEN
  }

  static final RecordPosition REMOVED = absent(Presence.REMOVED);
  static final RecordPosition MISSING = absent(Presence.MISSING);
  static final RecordPosition NOT_WRITTEN = absent(Presence.NOT_WRITTEN);

  private static RecordPosition absent(Presence why) {
    return new RecordPosition(why, 0, 0, -1);
  }

  /**
   * Whether the journal has the record.
   *
   * @return whether the other parts say where
   */
  public boolean isPresent() {
    return presence == Presence.PRESENT;
  }
}
