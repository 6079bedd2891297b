package io.semj.recovery.strategy;

/** A way to bring a journal, and the state that lives from it, back. */
public enum RecoveryStrategy {
  /**
   * Mends the tail as opening would, then hands over every event, or those from a checkpoint on.
   */
  FULL_REPLAY,

  /** Cuts the journal behind a sequence or a point in time, chosen by the caller. */
  PARTIAL,

  /** Restores a checkpoint's snapshot, then hands over what follows it. */
  INCREMENTAL_RESTORE,

  /** Keeps every block that proves itself, and tells exactly which sequences are lost. */
  EMERGENCY,

  /** Cuts the journal behind a checkpoint, and restores its snapshot. */
  ROLLBACK,

  /** Cuts this journal and other participants at the latest cut that all of them hold. */
  COORDINATED
}
