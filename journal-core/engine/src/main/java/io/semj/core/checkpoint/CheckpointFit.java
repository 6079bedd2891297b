package io.semj.core.checkpoint;

/** Whether a checkpoint and a journal go together. */
public enum CheckpointFit {
  /** The journal holds every event behind the checkpoint, and the block it stands behind. */
  FITS,
  /** The checkpoint was made of a journal with another id. */
  OTHER_JOURNAL,
  /** The journal ends before the checkpoint: it has lost events that were durable. */
  AHEAD_OF_JOURNAL,
  /** Events behind the checkpoint have been removed, as by retention. */
  EVENTS_REMOVED,
  /**
   * The journal does not hold the block that the checkpoint stands behind: it was cut and went on
   * differently, or is damaged there.
   */
  OTHER_HISTORY
}
