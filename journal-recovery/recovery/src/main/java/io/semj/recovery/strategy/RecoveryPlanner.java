package io.semj.recovery.strategy;

import io.semj.core.checkpoint.Checkpoint;
import io.semj.core.ring.SurvivingRing.Standing;
import io.semj.error.RecoveryException;
import io.semj.recovery.facts.HeadVerdict;
import io.semj.recovery.facts.LostSequences;
import io.semj.recovery.facts.RecoveryFacts;
import io.semj.recovery.facts.RingFacts;
import io.semj.recovery.strategy.RecoveryStep.Commit;
import io.semj.recovery.strategy.RecoveryStep.MendTail;
import io.semj.recovery.strategy.RecoveryStep.OpenOnce;
import io.semj.recovery.strategy.RecoveryStep.Prepare;
import io.semj.recovery.strategy.RecoveryStep.Replay;
import io.semj.recovery.strategy.RecoveryStep.Restore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Makes a plan for a strategy. Reads only. */
final class RecoveryPlanner {
  private static final Set<Standing> LOST_ELSEWHERE = Set.of(Standing.UNREADABLE, Standing.STALE);

  private final RecoveryRequest request;
  private final RecoveryFacts facts;
  private final Optional<FailureType> failure;
  private final Work work;
  private final long nowNanos;
  private final List<String> notes = new ArrayList<>();

  RecoveryPlanner(
      RecoveryRequest request,
      RecoveryFacts facts,
      Optional<FailureType> failure,
      Work work,
      long nowNanos) {
    this.request = request;
    this.facts = facts;
    this.failure = failure;
    this.work = work;
    this.nowNanos = nowNanos;
  }

  /**
   * The plan.
   *
   * @throws RecoveryException when the strategy cannot be carried out here
   */
  RecoveryPlan plan(RecoveryStrategy strategy) {
    List<RecoveryStep> steps =
        switch (strategy) {
          case FULL_REPLAY -> fullReplay();
          case PARTIAL -> partial();
          case INCREMENTAL_RESTORE -> restore(checkpoint());
          case EMERGENCY -> emergency();
          case ROLLBACK -> rollback();
          case COORDINATED -> coordinated();
        };
    // What is lost already stays lost, whatever is cut behind it.
    LostSequences lost = facts.thorough() ? facts.lost() : LostSequences.NONE;
    return new RecoveryPlan(
        facts.directory(), request.output(), failure, strategy, steps, lost, notes, nowNanos);
  }

  private List<RecoveryStep> mended() {
    for (var segment : facts.segments()) {
      boolean hopeless =
          segment.alien().isPresent()
              || (segment.head().verdict() != HeadVerdict.GOOD
                  && segment.head().verdict() != HeadVerdict.BLANK);
      if (hopeless) {
        throw new RecoveryException(
            "the journal cannot be read through: file="
                + segment.file().path()
                + ", head="
                + segment.head().verdict()
                + segment.alien().map(alien -> ", " + alien).orElse(""));
      }
    }
    if (facts.ring().map(RingFacts::isReadable).orElse(false)) {
      return List.of(new OpenOnce());
    }
    boolean crashed = facts.own().stream().anyMatch(s -> !s.head().isSealed());
    return crashed ? List.of(new MendTail()) : List.of();
  }

  private List<RecoveryStep> fullReplay() {
    if (request.fromCheckpoint() && facts.checkpoints().newest().isPresent()) {
      return restore(facts.checkpoints().newest().get());
    }
    List<RecoveryStep> steps = new ArrayList<>(mended());
    steps.add(new Replay(1));
    return steps;
  }

  private Checkpoint checkpoint() {
    OptionalLong id = request.checkpoint();
    return facts.checkpoints().good().stream()
        .filter(c -> id.isEmpty() || c.id() == id.getAsLong())
        .findFirst()
        .orElseThrow(() -> noCheckpoint(id));
  }

  private RecoveryException noCheckpoint(OptionalLong id) {
    for (Checkpoint checkpoint : facts.checkpoints().outlived()) {
      if (id.isEmpty() || checkpoint.id() == id.getAsLong()) {
        return new RecoveryException(
            "events behind the checkpoint are not there any more: checkpoint="
                + checkpoint.id()
                + ", sequence="
                + checkpoint.sequence()
                + ", firstSequence="
                + facts.own().get(0).file().firstSequence());
      }
    }
    return new RecoveryException(
        id.isPresent()
            ? "no good checkpoint with this id: id=" + id.getAsLong()
            : "no good checkpoint: directory=" + facts.directory());
  }

  private List<RecoveryStep> restore(Checkpoint checkpoint) {
    List<RecoveryStep> steps = new ArrayList<>(mended());
    steps.add(new Restore(checkpoint));
    steps.add(new Replay(checkpoint.sequence() + 1));
    return steps;
  }

  private List<RecoveryStep> partial() {
    return new CutPlanner(facts, throughSequence()).plan();
  }

  private long throughSequence() {
    if (request.throughSequence().isPresent()) {
      return wholeGroups(request.throughSequence().getAsLong());
    }
    if (request.throughTime().isPresent()) {
      Instant time = request.throughTime().get();
      long nanos = nanos(time);
      long sequence = new TimeCut(facts, nanos, work).sequence();
      notes.add("the moment " + time + " is behind sequence " + sequence);
      return sequence;
    }
    if (failure.equals(Optional.of(FailureType.INCOMPLETE_TRANSACTION))) {
      long sequence = new TransactionCut(facts, work).sequence();
      notes.add("the oldest open transaction begins behind sequence " + sequence);
      return wholeGroups(sequence);
    }
    throw new RecoveryException("a partial recovery needs a sequence or a time to go to");
  }

  /** What was emitted as one is kept or cut as one. */
  private long wholeGroups(long wanted) {
    long sequence = new GroupBoundary(facts, work).atOrBefore(wanted);
    if (sequence < wanted) {
      notes.add(
          "sequence "
              + wanted
              + " lies inside a group that was emitted as one: cut before the group, behind sequence "
              + sequence);
    }
    return sequence;
  }

  /** Since 1970; moments that do not fit into a count of nanoseconds are before or behind all. */
  private static long nanos(Instant time) {
    try {
      return ChronoUnit.NANOS.between(Instant.EPOCH, time);
    } catch (ArithmeticException e) {
      return time.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  private List<RecoveryStep> emergency() {
    SalvagePlanner planner = new SalvagePlanner(facts, request.output().isEmpty(), nowNanos);
    List<RecoveryStep> steps = new ArrayList<>(planner.plan());
    notes.addAll(planner.notes());
    noteRing();
    if (request.target().isPresent()) {
      steps.add(new Replay(1));
    }
    return steps;
  }

  private void noteRing() {
    boolean elsewhere = request.output().isPresent();
    facts.ring().ifPresent(ring -> note(ring, elsewhere));
  }

  private void note(RingFacts ring, boolean elsewhere) {
    if (ring.waiting() > 0) {
      notes.add(
          ring.waiting()
              + " events wait in the ring "
              + ring.file()
              + (elsewhere
                  ? ", they are not salvaged: opening the journal itself writes them"
                  : ", the next opening writes them"));
    } else if (elsewhere && LOST_ELSEWHERE.contains(ring.standing())) {
      notes.add(
          "the ring "
              + ring.file()
              + " is "
              + ring.standing()
              + ": whether events wait in it cannot be told, none is salvaged");
    }
  }

  private List<RecoveryStep> rollback() {
    Checkpoint checkpoint = checkpoint();
    List<RecoveryStep> steps = new ArrayList<>(new CutPlanner(facts, checkpoint.sequence()).plan());
    if (request.target().isPresent()) {
      steps.add(new Restore(checkpoint));
    }
    notes.add("back to checkpoint " + checkpoint.id() + " at sequence " + checkpoint.sequence());
    return steps;
  }

  private List<RecoveryStep> coordinated() {
    CutMarker marker =
        request
            .marker()
            .orElseThrow(() -> new RecoveryException("a coordinated recovery needs a cut marker"));
    MarkedCuts own = new MarkedCuts(facts.directory(), marker, work);
    long cut = new CommonCut(own, request.participants()).find();
    List<RecoveryStep> steps = new ArrayList<>();
    request.participants().forEach(p -> steps.add(new Prepare(p.name(), cut)));
    steps.addAll(new CutPlanner(facts, own.sequenceOf(cut)).plan());
    request.participants().forEach(p -> steps.add(new Commit(p.name(), cut)));
    notes.add(
        "the latest cut that all hold is " + cut + ", here at sequence " + own.sequenceOf(cut));
    return steps;
  }
}
