package io.semj.recovery.strategy;

/** What happened to a journal, or to those who live from it. */
public enum FailureType {
  /** The process or the machine stopped: the last segment is not sealed, its tail may be torn. */
  SYSTEM_CRASH,

  /** Bytes of acknowledged events, or of what describes them, are not what was written. */
  DATA_CORRUPTION,

  /** The device does not give, or does not take, what it should. */
  STORAGE_FAILURE,

  /**
   * Files that contradict each other, such as segments of two journals in one directory; or the
   * caller's own state is not to be trusted any more, which only the caller can know.
   */
  INVALID_STATE,

  /** Another participant lost events that this journal still has. Only the caller can know. */
  LOST_PEER,

  /**
   * A transaction was begun and never ended, and is to be undone. Only the caller can know that
   * transactions must be complete.
   */
  INCOMPLETE_TRANSACTION,

  /** Acknowledged events are missing at the journal's end. */
  TRUNCATION,

  /** A checkpoint is damaged, of another journal, or ahead of the journal. */
  INCONSISTENT_CHECKPOINT
}
