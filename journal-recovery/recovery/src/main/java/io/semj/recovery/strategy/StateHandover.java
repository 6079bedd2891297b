package io.semj.recovery.strategy;

import io.semj.core.JournalReader;
import io.semj.core.RecordHandler;
import io.semj.core.checkpoint.Checkpoint;
import io.semj.core.checkpoint.CheckpointCheck;
import io.semj.core.checkpoint.CheckpointFit;
import io.semj.core.checkpoint.CheckpointStore;
import io.semj.core.checkpoint.ResumableTarget;
import io.semj.core.checkpoint.StateTarget;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.StorageErrors;
import io.semj.error.ConsistencyException;
import io.semj.error.JournalTimeoutException;
import io.semj.error.WorkCancelledException;
import io.semj.format.RecordFlyweight;
import io.semj.recovery.strategy.RecoveryStep.Replay;
import io.semj.recovery.strategy.RecoveryStep.Restore;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Hands a snapshot and events over to whoever takes the state back. A target whose state outlives
 * its process gets only what that does not hold yet.
 */
final class StateHandover {
  private static final int AT_ONCE = 1_024;
  private static final int PERSIST_EVERY = 10_000;

  private final JournalDirectory directory;
  private final Optional<StateTarget> target;
  private final Optional<HeldState> held;
  private final Work work;
  private final Tally tally;
  private boolean begun;
  private long reached;
  private long unpersisted;

  StateHandover(JournalDirectory directory, Optional<StateTarget> target, Work work, Tally tally) {
    this.directory = directory;
    this.target = target;
    this.held =
        target
            .filter(ResumableTarget.class::isInstance)
            .map(t -> new HeldState(directory, (ResumableTarget) t));
    this.work = work;
    this.tally = tally;
  }

  /** Whether the target was given anything: it cannot be asked to begin again. */
  boolean hasBegun() {
    return begun && target.isPresent();
  }

  /** Carries out the steps of a plan that hand something over. */
  void run(RecoveryPlan plan) {
    List<RecoveryStep> steps = plan.steps().stream().filter(s -> !s.changesFiles()).toList();
    if (steps.isEmpty()) {
      return;
    }
    long holds = begin(plan);
    for (RecoveryStep step : steps) {
      if (step instanceof Restore restore) {
        holds = isHeld(restore.checkpoint(), holds, plan) ? holds : restore(restore.checkpoint());
      } else if (step instanceof Replay replay) {
        replay(Math.max(Math.max(1, replay.fromSequence()), holds + 1));
      }
      tally.stepDone();
    }
    if (unpersisted > 0) {
      persist();
    }
  }

  /** What the target's state holds of the journal already. */
  private long begin(RecoveryPlan plan) {
    if (held.isEmpty()) {
      return 0;
    }
    if (plan.failure().equals(Optional.of(FailureType.INVALID_STATE))) {
      reset();
      return 0;
    }
    long holds = held.get().sequence();
    if (holds > 0 && plan.strategy() != RecoveryStrategy.ROLLBACK && !isReplaced(holds, plan)) {
      held.get().requireFit(holds);
    }
    return holds;
  }

  /** Whether a snapshot takes the place of a state that is older. */
  private static boolean isReplaced(long holds, RecoveryPlan plan) {
    return plan.steps().stream()
        .anyMatch(step -> step instanceof Restore r && r.checkpoint().sequence() > holds);
  }

  private void reset() {
    begun = true;
    held.orElseThrow().forget();
    try {
      ((ResumableTarget) target.orElseThrow()).reset();
    } catch (IOException e) {
      throw StorageErrors.translate(e, directory.path(), "reset the state");
    }
  }

  /** Whether the state is at the checkpoint, or ahead of it where it may be. */
  private boolean isHeld(Checkpoint checkpoint, long holds, RecoveryPlan plan) {
    boolean back = plan.strategy() == RecoveryStrategy.ROLLBACK;
    boolean isHeld =
        holds > 0 && (back ? holds == checkpoint.sequence() : holds >= checkpoint.sequence());
    if (isHeld) {
      tally.resumedBehind(holds);
    }
    return isHeld;
  }

  private long restore(Checkpoint checkpoint) {
    CheckpointFit fit = CheckpointCheck.fit(directory.path(), checkpoint, Long.MAX_VALUE);
    if (fit != CheckpointFit.FITS) {
      throw new ConsistencyException(
          "checkpoint does not fit the journal: file=" + checkpoint.file() + ", fit=" + fit);
    }
    work.meter().begin("restoring checkpoint " + checkpoint.id(), checkpoint.snapshotBytes());
    try (InputStream snapshot = CheckpointStore.of(directory.path()).openSnapshot(checkpoint)) {
      if (target.isPresent()) {
        begun = true;
        held.ifPresent(HeldState::forget);
        target.get().restore(snapshot);
        reached = checkpoint.sequence();
        persist();
      }
    } catch (IOException e) {
      throw StorageErrors.translate(e, checkpoint.file(), "restore snapshot");
    }
    work.meter().end(0);
    return checkpoint.sequence();
  }

  /** Reads and checks every event, whether or not there is somebody to take it. */
  private void replay(long from) {
    boolean resumed = held.isPresent() && tallyResumed(from);
    RecordHandler handler = target.isPresent() ? this::hand : record -> {};
    work.meter()
        .begin(
            resumed ? "replaying, resumed behind sequence " + (from - 1) : "replaying",
            Math.max(0, lastSequence() - from + 1));
    try (JournalReader reader = JournalReader.open(directory.path(), from)) {
      poll(reader, handler, from);
    } catch (WorkCancelledException | JournalTimeoutException e) {
      persist(); // for the next run to go on from here
      throw e;
    }
  }

  private boolean tallyResumed(long from) {
    boolean resumed = from > 1 && reached == 0;
    if (resumed) {
      tally.resumedBehind(from - 1);
    }
    return resumed;
  }

  private void poll(JournalReader reader, RecordHandler handler, long from) {
    long events = 0;
    int read = reader.poll(handler, AT_ONCE);
    while (read > 0) {
      events += read;
      tally.replayed(read);
      if (unpersisted >= PERSIST_EVERY) {
        persist();
      }
      work.at(reader.nextSequence() - from, events);
      read = reader.poll(handler, AT_ONCE);
    }
    work.meter().end(events);
  }

  private void hand(RecordFlyweight record) {
    begun = true;
    target.orElseThrow().onRecord(record);
    reached = record.userspaceSequence();
    unpersisted++;
  }

  private void persist() {
    unpersisted = 0;
    held.ifPresent(
        state -> state.persist(reached, ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now())));
  }

  /** For the progress only: how far the closed segments go. */
  private long lastSequence() {
    long last = 0;
    for (SegmentFile file : directory.segments()) {
      if (!SegmentHead.isBlank(file)) {
        last = SegmentHead.read(file).continuation().map(end -> end.sequence()).orElse(last);
      }
    }
    return last;
  }
}
