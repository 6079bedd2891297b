package io.semj.recovery.strategy;

import io.semj.core.checkpoint.StateTarget;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a caller wants from a recovery. Immutable.
 *
 * @param strategy that the caller chose; else the decision table chooses
 * @param failure that the caller knows of; else the facts tell
 * @param throughSequence the last sequence to keep, for a cut
 * @param throughTime the last moment to keep, for a cut
 * @param checkpoint by its id, for a restore or a rollback; else the newest good one
 * @param fromCheckpoint whether a full replay begins with the newest good checkpoint
 * @param output where to salvage to; else in place
 * @param marker tells cuts, for a coordinated recovery
 * @param participants of a coordinated recovery
 * @param target takes the state back, when there is one
 */
public record RecoveryRequest(
    Optional<RecoveryStrategy> strategy,
    Optional<FailureType> failure,
    OptionalLong throughSequence,
    Optional<Instant> throughTime,
    OptionalLong checkpoint,
    boolean fromCheckpoint,
    Optional<Path> output,
    Optional<CutMarker> marker,
    List<RecoveryParticipant> participants,
    Optional<StateTarget> target) {
  /** Makes the list unmodifiable. */
  public RecoveryRequest {
    participants = List.copyOf(participants);
  }

  private RecoveryRequest(RecoveryStrategy strategy) {
    this(
        Optional.ofNullable(strategy),
        Optional.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  /**
   * Let the facts tell what happened, and the table choose.
   *
   * @return the request
   */
  public static RecoveryRequest automatic() {
    return new RecoveryRequest((RecoveryStrategy) null);
  }

  /**
   * Let the table choose for a failure that the caller knows of.
   *
   * @param failure what happened
   * @return the request
   */
  public static RecoveryRequest after(FailureType failure) {
    return with(automatic(), Optional.of(failure), OptionalLong.empty());
  }

  private static RecoveryRequest with(
      RecoveryRequest r, Optional<FailureType> failure, OptionalLong checkpoint) {
    return new RecoveryRequest(
        r.strategy,
        failure,
        r.throughSequence,
        r.throughTime,
        checkpoint,
        r.fromCheckpoint,
        r.output,
        r.marker,
        r.participants,
        r.target);
  }

  /**
   * Mend the tail, and hand over every event from the first that is left.
   *
   * @return the request
   */
  public static RecoveryRequest fullReplay() {
    return new RecoveryRequest(RecoveryStrategy.FULL_REPLAY);
  }

  /**
   * Mend the tail, restore the newest good checkpoint if there is one, and hand over what follows.
   *
   * @return the request
   */
  public static RecoveryRequest fullReplayFromCheckpoint() {
    RecoveryRequest r = fullReplay();
    return new RecoveryRequest(
        r.strategy,
        r.failure,
        r.throughSequence,
        r.throughTime,
        r.checkpoint,
        true,
        r.output,
        r.marker,
        r.participants,
        r.target);
  }

  /**
   * Cut the journal behind a sequence.
   *
   * @param sequence the last to keep; 0 keeps none
   * @return the request
   */
  public static RecoveryRequest partialThrough(long sequence) {
    return new RecoveryRequest(RecoveryStrategy.PARTIAL).cutting(OptionalLong.of(sequence), null);
  }

  /**
   * Cut the journal before the first event, in order of sequences, whose timestamp is later than a
   * moment. Where clocks went wrong, a sequence says it better.
   *
   * @param moment the last to keep
   * @return the request
   */
  public static RecoveryRequest partialThrough(Instant moment) {
    return new RecoveryRequest(RecoveryStrategy.PARTIAL).cutting(OptionalLong.empty(), moment);
  }

  private RecoveryRequest cutting(OptionalLong sequence, Instant moment) {
    return new RecoveryRequest(
        strategy,
        failure,
        sequence,
        Optional.ofNullable(moment),
        checkpoint,
        fromCheckpoint,
        output,
        marker,
        participants,
        target);
  }

  /**
   * Restore the newest good checkpoint, and hand over what follows it.
   *
   * @return the request
   */
  public static RecoveryRequest incrementalRestore() {
    return new RecoveryRequest(RecoveryStrategy.INCREMENTAL_RESTORE);
  }

  /**
   * Keep every block that proves itself, in place.
   *
   * @return the request
   */
  public static RecoveryRequest emergency() {
    return new RecoveryRequest(RecoveryStrategy.EMERGENCY);
  }

  /**
   * Keep every block that proves itself, in another directory. The journal's own is not touched.
   *
   * @param output to be made; must not hold a journal
   * @return the request
   */
  public static RecoveryRequest salvageInto(Path output) {
    RecoveryRequest r = emergency();
    return new RecoveryRequest(
        r.strategy,
        r.failure,
        r.throughSequence,
        r.throughTime,
        r.checkpoint,
        r.fromCheckpoint,
        Optional.of(output),
        r.marker,
        r.participants,
        r.target);
  }

  /**
   * Cut the journal behind the newest good checkpoint, and restore that.
   *
   * @return the request
   */
  public static RecoveryRequest rollback() {
    return new RecoveryRequest(RecoveryStrategy.ROLLBACK);
  }

  /**
   * Cut this journal and others at the latest cut that all of them hold.
   *
   * @param marker tells the cuts of this journal
   * @param participants the others
   * @return the request
   */
  public static RecoveryRequest coordinated(
      CutMarker marker, List<? extends RecoveryParticipant> participants) {
    return new RecoveryRequest(RecoveryStrategy.COORDINATED).together(marker, participants);
  }

  /**
   * With participants, for a failure whose table row asks for them.
   *
   * @param cuts tells the cuts of this journal
   * @param others the participants
   * @return the same request with them
   */
  public RecoveryRequest together(CutMarker cuts, List<? extends RecoveryParticipant> others) {
    return new RecoveryRequest(
        strategy,
        failure,
        throughSequence,
        throughTime,
        checkpoint,
        fromCheckpoint,
        output,
        Optional.of(cuts),
        List.copyOf(others),
        target);
  }

  /**
   * With a checkpoint other than the newest good one.
   *
   * @param id of the checkpoint
   * @return the same request with it
   */
  public RecoveryRequest checkpoint(long id) {
    return with(this, failure, OptionalLong.of(id));
  }

  /**
   * With somebody who takes the state back.
   *
   * @param taker of snapshots and events
   * @return the same request with it
   */
  public RecoveryRequest handingTo(StateTarget taker) {
    return new RecoveryRequest(
        strategy,
        failure,
        throughSequence,
        throughTime,
        checkpoint,
        fromCheckpoint,
        output,
        marker,
        participants,
        Optional.of(taker));
  }
}
