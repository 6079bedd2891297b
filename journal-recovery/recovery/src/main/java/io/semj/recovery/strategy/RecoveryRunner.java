package io.semj.recovery.strategy;

import io.semj.core.storage.DirectoryLock;
import io.semj.core.storage.JournalDirectory;
import io.semj.error.ChecksumMismatchException;
import io.semj.error.ConsistencyException;
import io.semj.error.CorruptionException;
import io.semj.error.JournalException;
import io.semj.error.JournalLockedException;
import io.semj.error.RecoveryException;
import io.semj.error.StorageException;
import io.semj.recovery.facts.FactsScanner;
import io.semj.recovery.facts.RecoveryFacts;
import io.semj.recovery.strategy.RecoveryIntent.Content;
import io.semj.recovery.strategy.RecoveryReport.Attempt;
import io.semj.recovery.work.WorkControl;
import io.semj.recovery.work.WorkListener;
import io.semj.recovery.work.WorkMeter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Looks, decides, plans and executes. Use it through {@link io.semj.recovery.JournalRecovery}. One
 * thread.
 */
public final class RecoveryRunner {
  private static final Set<RecoveryStrategy> HEADS_ARE_ENOUGH =
      Set.of(RecoveryStrategy.FULL_REPLAY, RecoveryStrategy.INCREMENTAL_RESTORE);

  private final JournalDirectory directory;
  private final Work work;
  private final long quarantineCap;

  /**
   * A runner for one journal.
   *
   * @param directory of the journal
   * @param control may hold or end its work
   * @param listener hears how far it is
   * @param quarantineCap how many bytes the quarantine may have
   */
  public RecoveryRunner(
      JournalDirectory directory, WorkControl control, WorkListener listener, long quarantineCap) {
    this.directory = directory;
    this.work = new Work(control, new WorkMeter(listener));
    this.quarantineCap = quarantineCap;
  }

  /**
   * Looks at every block.
   *
   * @return the facts
   */
  public RecoveryFacts inspect() {
    return new FactsScanner(directory, work.control(), work.meter()).thorough();
  }

  /**
   * What a recovery would do first. Changes nothing.
   *
   * @param request what is wanted
   * @return the plan of the first strategy that can be planned
   */
  public RecoveryPlan plan(RecoveryRequest request) {
    if (DirectoryLock.isHeld(directory)) {
      throw new JournalLockedException(directory.path().toString(), -1);
    }
    RecoveryIntent intent = new RecoveryIntent(directory);
    if (intent.stands()) {
      try {
        return intent.read().plan();
      } catch (CorruptionException | ChecksumMismatchException e) {
        new DamagedIntent(directory, intent).requireUnneeded(e);
      }
    }
    RecoveryFacts facts = factsFor(request);
    Optional<FailureType> failure = failure(request, facts);
    JournalException first = null;
    for (RecoveryStrategy strategy : order(request, failure, facts)) {
      try {
        return planner(request, facts, failure).plan(strategy);
      } catch (RecoveryException | StorageException | ConsistencyException e) {
        first = first == null ? e : first;
      }
    }
    throw first;
  }

  /**
   * Recovers. A recovery that was begun before is finished instead, and its report returned.
   *
   * @param request what is wanted
   * @return what was done
   */
  public RecoveryReport recover(RecoveryRequest request) {
    if (request.output().isPresent()) {
      if (DirectoryLock.isHeld(directory)) {
        throw new JournalLockedException(directory.path().toString(), -1);
      }
      JournalDirectory output = JournalDirectory.create(request.output().get());
      return holding(output, hold -> salvageInto(hold, request));
    }
    return holding(directory, hold -> recoverInPlace(hold, request));
  }

  private static RecoveryReport holding(
      JournalDirectory held, Function<JournalHold, RecoveryReport> action) {
    try (JournalHold hold = JournalHold.take(held)) {
      return action.apply(hold);
    }
  }

  private RecoveryReport recoverInPlace(JournalHold hold, RecoveryRequest request) {
    long began = System.nanoTime();
    List<Path> aside = new ArrayList<>();
    RecoveryIntent intent = new RecoveryIntent(directory);
    Optional<Content> begun = readOrSetAside(intent, aside);
    if (begun.isPresent()) {
      if (begun.get().decided()) {
        return finish(hold, begun.get().plan(), request);
      }
      rollBackUndecided(hold, begun.get().plan(), request);
    }
    return tryInOrder(hold, request, () -> new Tally(began, aside));
  }

  private Optional<Content> readOrSetAside(RecoveryIntent intent, List<Path> aside) {
    if (!intent.stands()) {
      return Optional.empty();
    }
    try {
      return Optional.of(intent.read());
    } catch (CorruptionException | ChecksumMismatchException e) {
      DamagedIntent damaged = new DamagedIntent(directory, intent);
      damaged.requireUnneeded(e);
      aside.add(damaged.setAside());
      return Optional.empty();
    }
  }

  private RecoveryReport tryInOrder(
      JournalHold hold, RecoveryRequest request, Supplier<Tally> tallies) {
    RecoveryFacts facts = factsFor(request);
    Optional<FailureType> failure = failure(request, facts);
    List<RecoveryStrategy> order = order(request, failure, facts);
    List<Attempt> attempts = new ArrayList<>();
    RecoveryFacts current = facts;
    for (int i = 0; i < order.size(); i++) {
      boolean last = i == order.size() - 1;
      Tally tally = tallies.get();
      PlanExecutor executor = executor(hold, request, tally);
      try {
        RecoveryPlan plan = planner(request, current, failure).plan(order.get(i));
        executor.execute(plan);
        return report(plan, false, attempts, tally);
      } catch (RecoveryException | StorageException | ConsistencyException e) {
        if (last || executor.hasHandedOver() || new RecoveryIntent(directory).stands()) {
          throw e;
        }
        attempts.add(new Attempt(order.get(i), e.getMessage()));
        current = inspect();
      }
    }
    throw new AssertionError("no strategy in the order");
  }

  private RecoveryReport salvageInto(JournalHold hold, RecoveryRequest request) {
    JournalDirectory output = hold.directory();
    RecoveryIntent intent = new RecoveryIntent(output);
    Tally tally = new Tally();
    PlanExecutor executor = executor(hold, request, tally);
    if (intent.stands()) {
      return finish(executor, intent.read().plan(), request, tally);
    }
    if (!output.segments().isEmpty()) {
      throw new RecoveryException(
          "there is a journal already, nothing is salvaged into it: directory=" + output.path());
    }
    RecoveryFacts facts = inspect();
    RecoveryPlan plan =
        planner(request, facts, failure(request, facts)).plan(RecoveryStrategy.EMERGENCY);
    executor.execute(plan);
    return report(plan, false, List.of(), tally);
  }

  private RecoveryReport finish(JournalHold hold, RecoveryPlan plan, RecoveryRequest request) {
    Tally tally = new Tally();
    JournalDirectory source = JournalDirectory.existing(plan.directory());
    PlanExecutor executor = new PlanExecutor(source, hold, request, quarantineCap, work, tally);
    return finish(executor, plan, request, tally);
  }

  /** The state is handed over to whoever asks now: the one who asked first may have taken none. */
  private static RecoveryReport finish(
      PlanExecutor executor, RecoveryPlan begun, RecoveryRequest request, Tally tally) {
    executor.finish(begun);
    if (request.target().isPresent()) {
      executor.handOver(begun);
      return report(begun, true, List.of(), tally);
    }
    boolean handsOver = begun.steps().stream().anyMatch(step -> !step.changesFiles());
    RecoveryPlan done =
        handsOver ? begun.noting("no target was given now: its state was not handed over") : begun;
    return report(done, true, List.of(), tally);
  }

  private void rollBackUndecided(JournalHold hold, RecoveryPlan plan, RecoveryRequest request) {
    boolean coordinator = plan.steps().stream().anyMatch(RecoveryStep.Prepare.class::isInstance);
    if (!coordinator) {
      throw new RecoveryException(
          "prepared for a coordinated recovery and waiting for its decision: directory="
              + directory.path()
              + "; resume the recovery that coordinates it");
    }
    executor(hold, request, new Tally()).abort(plan);
  }

  private static RecoveryReport report(
      RecoveryPlan plan, boolean resumed, List<Attempt> attempts, Tally tally) {
    return new RecoveryReport(
        plan, resumed, attempts, tally.statistics(), tally.quarantined(), plan.lost());
  }

  private PlanExecutor executor(JournalHold hold, RecoveryRequest request, Tally tally) {
    return new PlanExecutor(directory, hold, request, quarantineCap, work, tally);
  }

  private RecoveryPlanner planner(
      RecoveryRequest request, RecoveryFacts facts, Optional<FailureType> failure) {
    long now = ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now());
    return new RecoveryPlanner(request, facts, failure, work, now);
  }

  private RecoveryFacts factsFor(RecoveryRequest request) {
    boolean heads =
        request.strategy().map(HEADS_ARE_ENOUGH::contains).orElse(false)
            || request.failure().equals(Optional.of(FailureType.SYSTEM_CRASH));
    FactsScanner scanner = new FactsScanner(directory, work.control(), work.meter());
    return heads ? scanner.heads() : scanner.thorough();
  }

  private static Optional<FailureType> failure(RecoveryRequest request, RecoveryFacts facts) {
    return request.failure().or(() -> FailureTable.detect(Circumstances.of(facts)));
  }

  private static List<RecoveryStrategy> order(
      RecoveryRequest request, Optional<FailureType> failure, RecoveryFacts facts) {
    return request
        .strategy()
        .map(List::of)
        .or(() -> failure.map(f -> StrategyTable.choose(f, Circumstances.of(facts))))
        .orElse(List.of(RecoveryStrategy.FULL_REPLAY));
  }
}
