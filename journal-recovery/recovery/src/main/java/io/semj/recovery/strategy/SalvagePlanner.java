package io.semj.recovery.strategy;

import io.semj.checksum.BlockChain;
import io.semj.core.checkpoint.Checkpoint;
import io.semj.error.RecoveryException;
import io.semj.format.ChainDigest;
import io.semj.format.SegmentDescriptor;
import io.semj.format.SegmentIdentity;
import io.semj.recovery.facts.BlockWindow;
import io.semj.recovery.facts.Continuation;
import io.semj.recovery.facts.HeadVerdict;
import io.semj.recovery.facts.RecoveryFacts;
import io.semj.recovery.facts.SegmentFacts;
import io.semj.recovery.strategy.RecoveryStep.CopyFile;
import io.semj.recovery.strategy.RecoveryStep.MendTail;
import io.semj.recovery.strategy.RecoveryStep.Rewrite;
import io.semj.recovery.strategy.RecoveryStep.SetAside;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Plans a salvage: sound segments that continue each other stay, hurt ones are rewritten from the
 * blocks that prove themselves, and where segments are missing in between, the one before tells
 * what the next continues from. What holds nothing that proves itself is set aside.
 */
final class SalvagePlanner {
  private final RecoveryFacts facts;
  private final boolean inPlace;
  private final long nowNanos;
  private final UUID journalId;
  private final List<SegmentFacts> kept = new ArrayList<>();
  private final List<RecoveryStep> steps = new ArrayList<>();
  private final List<RecoveryStep> asides = new ArrayList<>();
  private boolean mends;

  SalvagePlanner(RecoveryFacts facts, boolean inPlace, long nowNanos) {
    this.facts = facts;
    this.inPlace = inPlace;
    this.nowNanos = nowNanos;
    this.journalId = facts.journalId().orElseGet(UUID::randomUUID);
  }

  /**
   * The steps of the salvage; none when there is nothing to do.
   *
   * @throws RecoveryException when a segment is of a version that is not read here, or nothing
   *     proves itself
   */
  List<RecoveryStep> plan() {
    sort();
    Continuation before = null;
    for (int i = 0; i < kept.size(); i++) {
      SegmentFacts segment = kept.get(i);
      boolean last = i == kept.size() - 1;
      Optional<SegmentIdentity> rebuilt =
          segment.identity().isPresent() ? Optional.empty() : Optional.of(rebuild(segment, before));
      Continuation end = last ? endOfJournal(segment) : endBefore(kept.get(i + 1), segment);
      keep(segment, rebuilt, end, last);
      before = end;
    }
    checkpoints();
    if (!inPlace) {
      return steps;
    }
    asides.addAll(steps);
    if (mends) {
      asides.add(new MendTail());
    }
    return asides;
  }

  /** What is left out of another directory. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (!inPlace) {
      asides.forEach(step -> notes.add("not salvaged: " + step.describe()));
    }
    return notes;
  }

  private void sort() {
    for (SegmentFacts segment : facts.segments()) {
      if (segment.head().verdict() == HeadVerdict.INCOMPATIBLE) {
        throw new RecoveryException(
            "a segment is of a version that is not read here, nothing is salvaged: file="
                + segment.file().path());
      }
      if (segment.alien().isPresent()) {
        aside(segment, segment.alien().get());
      } else if (segment.identity().isEmpty() && segment.contents().blocks() == 0) {
        aside(segment, "no block proves itself: head is " + segment.head().verdict());
      } else {
        kept.add(segment);
      }
    }
    if (kept.isEmpty() && !facts.segments().isEmpty()) {
      throw new RecoveryException(
          "nothing proves itself, nothing is salvaged: directory=" + facts.directory());
    }
  }

  private void aside(SegmentFacts segment, String reason) {
    asides.add(
        new SetAside(
            segment.file().name(),
            reason,
            segment.contents().firstSequence(),
            segment.contents().lastSequence(),
            0,
            segment.bytes()));
  }

  /** What the segment must have been, by its name, its blocks and the segment before it. */
  private SegmentIdentity rebuild(SegmentFacts segment, Continuation before) {
    long first = segment.file().firstSequence();
    Continuation from = before;
    if (from == null) {
      byte[] anchor = BlockChain.anchor(SegmentIdentity.journalIdBytes(journalId));
      long block = first == 1 ? 1 : segment.contents().firstBlockId();
      from = new Continuation(first - 1, block - 1, ChainDigest.of(anchor));
    }
    return new SegmentIdentity(
        journalId,
        segment.contents().generation(),
        first,
        from.blockId() + 1,
        from.digest(),
        SegmentDescriptor.LENGTH,
        SegmentDescriptor.ALIGNMENT,
        nowNanos);
  }

  /** What the next segment continues from: its own word, or what can be told to it. */
  private static Continuation endBefore(SegmentFacts next, SegmentFacts segment) {
    if (next.identity().isPresent()) {
      return Continuation.before(next.identity().get());
    }
    long blockId =
        Math.max(
            segment.continuation().map(Continuation::blockId).orElse(0L),
            segment.contents().lastBlockId());
    ChainDigest digest =
        segment.continuation().map(Continuation::digest).orElse(segment.contents().lastDigest());
    return new Continuation(next.file().firstSequence() - 1, blockId, digest);
  }

  /** No sequence is given out twice: the journal goes on behind the highest that anything tells. */
  private Continuation endOfJournal(SegmentFacts last) {
    Optional<Continuation> own = last.continuation();
    boolean isEnd = own.isPresent() && own.get().sequence() >= facts.lastKnown().sequence();
    return isEnd ? own.get() : facts.lastKnown();
  }

  private void keep(
      SegmentFacts segment, Optional<SegmentIdentity> rebuilt, Continuation end, boolean last) {
    boolean ends = segment.continuation().equals(Optional.of(end));
    if (segment.isPristine() && ends) {
      if (!inPlace) {
        steps.add(
            new CopyFile(segment.file().name(), segment.contents().events(), segment.bytes()));
      }
      return;
    }
    // A writer's mending would scan what the device does not give.
    boolean mendable =
        segment.isMendable(facts.acknowledged()) && ends && !segment.damage().unreadable();
    if (inPlace && mendable && (last || segment.damage().tornBytes() == 0)) {
      mends = true;
      return;
    }
    Optional<SegmentIdentity> identity =
        segment.head().head().isPresent() ? Optional.empty() : rebuilt.or(segment::identity);
    steps.add(
        new Rewrite(
            segment.file().name(),
            false,
            window(segment),
            identity,
            end,
            segment.contents().events(),
            0,
            segment.bytes()));
  }

  private static BlockWindow window(SegmentFacts segment) {
    long first = segment.file().firstSequence();
    long from =
        segment.identity().map(i -> (long) i.dataOffset()).orElse((long) SegmentDescriptor.LENGTH);
    long through = Math.max(segment.contents().lastSequence(), first - 1);
    long after =
        segment.contents().blocks() == 0 ? first - 1 : segment.contents().firstSequence() - 1;
    return new BlockWindow(segment.contents().generation(), from, Long.MAX_VALUE, after, through);
  }

  private void checkpoints() {
    if (!inPlace) {
      for (Checkpoint checkpoint : facts.checkpoints().good()) {
        SetAside file = CutPlanner.fileAside(facts, checkpoint.file(), "");
        steps.add(new CopyFile(file.file(), 0, file.bytes()));
      }
      return;
    }
    facts.checkpoints().damaged().stream()
        .map(
            d ->
                CutPlanner.fileAside(
                    facts, d.file(), "checkpoint is damaged: " + d.reason().getMessage()))
        .forEach(asides::add);
    facts.checkpoints().ahead().stream()
        .map(c -> CutPlanner.checkpointAside(facts, c, "checkpoint is ahead of the journal"))
        .forEach(asides::add);
  }
}
