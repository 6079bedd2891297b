package io.semj.recovery.strategy;

import io.semj.core.JournalConfig;
import io.semj.core.SemanticJournal;
import io.semj.core.ring.SurvivingRing;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalMender;
import io.semj.core.storage.Quarantine;
import io.semj.core.storage.StorageErrors;
import io.semj.error.JournalException;
import io.semj.error.RecoveryException;
import io.semj.recovery.strategy.RecoveryIntent.Content;
import io.semj.recovery.strategy.RecoveryStep.Commit;
import io.semj.recovery.strategy.RecoveryStep.CopyFile;
import io.semj.recovery.strategy.RecoveryStep.MendTail;
import io.semj.recovery.strategy.RecoveryStep.OpenOnce;
import io.semj.recovery.strategy.RecoveryStep.Prepare;
import io.semj.recovery.strategy.RecoveryStep.Rewrite;
import io.semj.recovery.strategy.RecoveryStep.SetAside;
import io.semj.recovery.strategy.RecoveryStep.SetRingAside;
import java.io.IOException;
import java.util.List;

/**
 * Carries out a plan, step by step. Before the first step that changes a file an intent is written,
 * and after the last it is removed: whoever finds one carries out all of its steps again, and those
 * that are done do nothing.
 *
 * <p>With participants, the intent is written twice: first undecided, while they prepare, then
 * decided, from when on everybody goes back. An undecided intent that is found means that nobody
 * does.
 */
final class PlanExecutor {
  private final JournalDirectory target;
  private final RecoveryIntent intent;
  private final List<RecoveryParticipant> participants;
  private final long quarantineCap;
  private final Work work;
  private final Tally tally;
  private final FileMoves files;
  private final SegmentRewrite rewrites;
  private final StateHandover state;
  private final JournalHold hold;

  PlanExecutor(
      JournalDirectory source,
      JournalHold hold,
      RecoveryRequest request,
      long quarantineCap,
      Work work,
      Tally tally) {
    this.hold = hold;
    this.target = hold.directory();
    this.intent = new RecoveryIntent(target);
    this.participants = request.participants();
    this.quarantineCap = quarantineCap;
    this.work = work;
    this.tally = tally;
    this.files = new FileMoves(source, target, work, tally);
    this.rewrites = new SegmentRewrite(source, target, work, tally);
    this.state = new StateHandover(target, request.target(), work, tally);
  }

  /** Whether a target was given anything already, so that another strategy cannot begin anew. */
  boolean hasHandedOver() {
    return state.hasBegun();
  }

  /**
   * Carries out a plan from its beginning.
   *
   * @throws io.semj.error.ResourceExhaustedException when the quarantine would outgrow its cap;
   *     nothing was changed
   */
  void execute(RecoveryPlan plan) {
    if (needsIntent(plan)) {
      requireRoom(plan);
      boolean together = plan.steps().stream().anyMatch(Prepare.class::isInstance);
      intent.write(new Content(plan, !together));
      if (together) {
        prepare(plan);
        intent.write(new Content(plan, true));
      }
      finish(plan);
    } else {
      plan.steps().stream().filter(RecoveryStep::changesFiles).forEach(step -> run(step, plan));
    }
    handOver(plan);
  }

  /** What was decided about files is done: the state follows. */
  void handOver(RecoveryPlan plan) {
    state.run(plan);
  }

  /** Mending can be left half done: the next opening does the rest. */
  private static boolean needsIntent(RecoveryPlan plan) {
    return plan.steps().stream().anyMatch(step -> step.changesFiles() && !isMending(step));
  }

  private static boolean isMending(RecoveryStep step) {
    return step instanceof MendTail || step instanceof OpenOnce;
  }

  /** Carries out what a decided intent says. */
  void finish(RecoveryPlan plan) {
    for (RecoveryStep step : plan.steps()) {
      if (step.changesFiles()) {
        run(step, plan);
      }
    }
    intent.remove();
  }

  /** Refuses a plan that needs more quarantine than there may be. */
  void requireRoom(RecoveryPlan plan) {
    try {
      new Quarantine(target).requireRoom(plan.bytesSetAside(), quarantineCap);
    } catch (IOException e) {
      throw StorageErrors.translate(
          e, target.resolve(JournalDirectory.QUARANTINE), "look at quarantine");
    }
  }

  private void prepare(RecoveryPlan plan) {
    long cut = 0;
    try {
      for (RecoveryStep step : plan.steps()) {
        if (step instanceof Prepare prepare) {
          work.control().check();
          cut = prepare.cut();
          work.meter().begin(step.describe(), 0);
          participant(prepare.participant()).prepare(cut);
        }
      }
    } catch (JournalException e) {
      try {
        abort(plan);
      } catch (JournalException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  /** Nothing was decided: everybody stays as it is. */
  void abort(RecoveryPlan plan) {
    for (RecoveryStep step : plan.steps()) {
      if (step instanceof Prepare prepare) {
        participant(prepare.participant()).abort(prepare.cut());
      }
    }
    intent.remove();
  }

  private RecoveryParticipant participant(String name) {
    return participants.stream()
        .filter(participant -> participant.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new RecoveryException(
                    "a participant is missing, nothing goes on without it: name=" + name));
  }

  private void run(RecoveryStep step, RecoveryPlan plan) {
    work.control().check();
    work.meter().begin(step.describe(), 0);
    if (step instanceof MendTail) {
      JournalMender.mend(target, true, plan.createdNanos()).setAside().forEach(tally::quarantined);
    } else if (step instanceof OpenOnce) {
      hold.lend(PlanExecutor::openOnce);
    } else if (step instanceof SetRingAside ring) {
      tally.cut(ring.events());
      SurvivingRing.find(target)
          .map(left -> left.setAside("cut by a recovery"))
          .ifPresent(tally::quarantined);
    } else if (step instanceof SetAside aside) {
      files.setAside(aside);
    } else if (step instanceof Rewrite rewrite) {
      rewrites.run(rewrite, plan.createdNanos());
    } else if (step instanceof CopyFile copy) {
      files.copy(copy);
    } else if (step instanceof Commit commit) {
      participant(commit.participant()).commit(commit.cut());
    }
    work.meter().end(0);
    tally.stepDone();
  }

  private static void openOnce(JournalDirectory directory) {
    SemanticJournal.open(JournalConfig.builder(directory.path()).build()).close();
  }
}
