package io.semj.recovery.strategy;

import static io.semj.recovery.strategy.RecoveryStrategy.COORDINATED;
import static io.semj.recovery.strategy.RecoveryStrategy.EMERGENCY;
import static io.semj.recovery.strategy.RecoveryStrategy.FULL_REPLAY;
import static io.semj.recovery.strategy.RecoveryStrategy.INCREMENTAL_RESTORE;
import static io.semj.recovery.strategy.RecoveryStrategy.PARTIAL;
import static io.semj.recovery.strategy.RecoveryStrategy.ROLLBACK;

import java.util.List;

/**
 * Which strategies to try for a failure, in order: the first row that applies. A strategy that cuts
 * events that were acknowledged and are sound is tried only for failures that the caller names.
 */
enum StrategyTable {
  /** What is hurt must be taken out before anything can be read through. */
  THE_JOURNAL_IS_HURT,

  /** The files contradict each other: keep what belongs to the journal. */
  FILES_CONTRADICT_EACH_OTHER,

  /** The journal is sound, the caller's state is not: make it anew. */
  THE_CALLERS_STATE_IS_WRONG,

  /** What cannot be read through is salvaged. */
  THE_JOURNAL_WAS_NOT_CLOSED,

  /** Another checkpoint is good: go on from that. */
  ANOTHER_CHECKPOINT_IS_GOOD,

  /** No checkpoint is good: the events make the state alone. */
  NO_CHECKPOINT_IS_GOOD,

  /** Go back together; if that fails, to the newest checkpoint. */
  A_PEER_LOST_EVENTS_AND_A_CHECKPOINT_IS_GOOD,

  /** There is nothing to go back to but a common cut. */
  A_PEER_LOST_EVENTS,

  /** Cut before the transaction began; if that fails, go back to the newest checkpoint. */
  A_TRANSACTION_IS_OPEN_AND_A_CHECKPOINT_IS_GOOD,

  /** Cut before the transaction began. */
  A_TRANSACTION_IS_OPEN;

  /** The strategies to try, in order. */
  static List<RecoveryStrategy> choose(FailureType failure, Circumstances circumstances) {
    for (StrategyTable row : values()) {
      if (row.applies(failure, circumstances)) {
        return row.order();
      }
    }
    throw new AssertionError("no strategy for " + failure);
  }

  private boolean applies(FailureType failure, Circumstances c) {
    return switch (this) {
      case THE_JOURNAL_IS_HURT ->
          failure == FailureType.STORAGE_FAILURE
              || failure == FailureType.DATA_CORRUPTION
              || failure == FailureType.TRUNCATION;
      case FILES_CONTRADICT_EACH_OTHER -> failure == FailureType.INVALID_STATE && isHurt(c);
      case THE_CALLERS_STATE_IS_WRONG -> failure == FailureType.INVALID_STATE;
      case THE_JOURNAL_WAS_NOT_CLOSED -> failure == FailureType.SYSTEM_CRASH;
      case ANOTHER_CHECKPOINT_IS_GOOD ->
          failure == FailureType.INCONSISTENT_CHECKPOINT && c.goodCheckpoint();
      case NO_CHECKPOINT_IS_GOOD -> failure == FailureType.INCONSISTENT_CHECKPOINT;
      case A_PEER_LOST_EVENTS_AND_A_CHECKPOINT_IS_GOOD ->
          failure == FailureType.LOST_PEER && c.goodCheckpoint();
      case A_PEER_LOST_EVENTS -> failure == FailureType.LOST_PEER;
      case A_TRANSACTION_IS_OPEN_AND_A_CHECKPOINT_IS_GOOD ->
          failure == FailureType.INCOMPLETE_TRANSACTION && c.goodCheckpoint();
      case A_TRANSACTION_IS_OPEN -> failure == FailureType.INCOMPLETE_TRANSACTION;
    };
  }

  private static boolean isHurt(Circumstances c) {
    return c.unreadable() || c.contradictory() || c.damaged() || c.truncated();
  }

  private List<RecoveryStrategy> order() {
    return switch (this) {
      case THE_JOURNAL_IS_HURT, FILES_CONTRADICT_EACH_OTHER -> List.of(EMERGENCY);
      case THE_CALLERS_STATE_IS_WRONG, THE_JOURNAL_WAS_NOT_CLOSED, NO_CHECKPOINT_IS_GOOD ->
          List.of(FULL_REPLAY, EMERGENCY);
      case ANOTHER_CHECKPOINT_IS_GOOD -> List.of(INCREMENTAL_RESTORE, FULL_REPLAY, EMERGENCY);
      case A_PEER_LOST_EVENTS_AND_A_CHECKPOINT_IS_GOOD -> List.of(COORDINATED, ROLLBACK);
      case A_PEER_LOST_EVENTS -> List.of(COORDINATED);
      case A_TRANSACTION_IS_OPEN_AND_A_CHECKPOINT_IS_GOOD -> List.of(PARTIAL, ROLLBACK);
      case A_TRANSACTION_IS_OPEN -> List.of(PARTIAL);
    };
  }
}
