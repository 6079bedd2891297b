package io.semj.recovery.strategy;

import java.util.Optional;

/**
 * Which failure the facts show: the first row that applies. {@link FailureType#LOST_PEER} and
 * {@link FailureType#INCOMPLETE_TRANSACTION} do not show in a journal's files: the caller names
 * them.
 */
enum FailureTable {
  /** Nothing else can be believed while the device does not give what it holds. */
  THE_DEVICE_FAILS(FailureType.STORAGE_FAILURE),

  /** What belongs to this journal has to be settled before it can be called damaged. */
  FILES_CONTRADICT_EACH_OTHER(FailureType.INVALID_STATE),

  /** Damage first: a damaged journal often seems cut short as well. */
  ACKNOWLEDGED_BYTES_ARE_DAMAGED(FailureType.DATA_CORRUPTION),

  /** All that is there is sound, and it is less than what was acknowledged. */
  ACKNOWLEDGED_EVENTS_ARE_MISSING(FailureType.TRUNCATION),

  /** The journal is sound, a checkpoint is not. */
  A_CHECKPOINT_IS_WRONG(FailureType.INCONSISTENT_CHECKPOINT),

  /** Nothing acknowledged is hurt, the journal only was not closed. */
  THE_JOURNAL_WAS_NOT_CLOSED(FailureType.SYSTEM_CRASH);

  private final FailureType failure;

  FailureTable(FailureType failure) {
    this.failure = failure;
  }

  private boolean applies(Circumstances c) {
    return switch (this) {
      case THE_DEVICE_FAILS -> c.unreadable();
      case FILES_CONTRADICT_EACH_OTHER -> c.contradictory();
      case ACKNOWLEDGED_BYTES_ARE_DAMAGED -> c.damaged();
      case ACKNOWLEDGED_EVENTS_ARE_MISSING -> c.truncated();
      case A_CHECKPOINT_IS_WRONG -> c.badCheckpoint();
      case THE_JOURNAL_WAS_NOT_CLOSED -> c.crashed();
    };
  }

  /** The failure, or none when all is well. */
  static Optional<FailureType> detect(Circumstances circumstances) {
    for (FailureTable row : values()) {
      if (row.applies(circumstances)) {
        return Optional.of(row.failure);
      }
    }
    return Optional.empty();
  }
}
