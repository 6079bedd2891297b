package io.semj.recovery.strategy;

import io.semj.core.checkpoint.Checkpoint;
import io.semj.core.storage.StorageErrors;
import io.semj.error.RecoveryException;
import io.semj.format.RecordFlyweight;
import io.semj.format.RecordScanner;
import io.semj.format.SegmentIdentity;
import io.semj.format.SegmentSeal;
import io.semj.recovery.facts.BlockWindow;
import io.semj.recovery.facts.Continuation;
import io.semj.recovery.facts.HeadVerdict;
import io.semj.recovery.facts.ProvenBlocks;
import io.semj.recovery.facts.RecoveryFacts;
import io.semj.recovery.facts.RingFacts;
import io.semj.recovery.facts.SegmentDamage;
import io.semj.recovery.facts.SegmentFacts;
import io.semj.recovery.strategy.RecoveryStep.MendTail;
import io.semj.recovery.strategy.RecoveryStep.Rewrite;
import io.semj.recovery.strategy.RecoveryStep.SetAside;
import io.semj.recovery.strategy.RecoveryStep.SetRingAside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plans how to cut a journal behind a sequence: later checkpoints and segments are set aside, the
 * newest first, so that what is left is a journal at any time; then the segment with the cut is
 * rewritten. It tells the journal's old end, so that no sequence is ever given out twice.
 */
final class CutPlanner {
  private final RecoveryFacts facts;
  private final long through;
  private final List<RecoveryStep> steps = new ArrayList<>();

  CutPlanner(RecoveryFacts facts, long through) {
    this.facts = facts;
    this.through = through;
  }

  /**
   * The steps of the cut.
   *
   * @throws RecoveryException when the journal does not hold the cut, or is damaged below it
   */
  List<RecoveryStep> plan() {
    List<SegmentFacts> own = facts.own();
    requireNoAliens();
    int last = segmentOfCut(own);
    requireSoundUpTo(own, last);
    requireNotInTheRing();
    setCheckpointsAside();
    if (isBehindEverything(own, last)) {
      if (own.stream().anyMatch(s -> !s.head().isSealed())) {
        steps.add(new MendTail());
      }
      return steps;
    }
    facts.ring().ifPresent(ring -> steps.add(new SetRingAside(ring.waiting())));
    for (int i = own.size() - 1; i > last; i--) {
      SegmentFacts later = own.get(i);
      steps.add(
          new SetAside(
              later.file().name(),
              "behind the cut at sequence " + through,
              later.contents().firstSequence(),
              later.contents().lastSequence(),
              later.contents().events(),
              later.bytes()));
    }
    steps.add(rewrite(own.get(last)));
    return steps;
  }

  private void requireNoAliens() {
    for (SegmentFacts segment : facts.segments()) {
      if (segment.alien().isPresent()) {
        throw new RecoveryException(
            "cannot cut while files contradict each other: file="
                + segment.file().path()
                + ", reason="
                + segment.alien().get()
                + "; salvage first");
      }
    }
  }

  private int segmentOfCut(List<SegmentFacts> own) {
    if (own.isEmpty() || through < own.get(0).file().firstSequence() - 1) {
      throw new RecoveryException(
          "the journal does not reach back to the cut: cut="
              + through
              + ", firstSequence="
              + (own.isEmpty() ? "none" : own.get(0).file().firstSequence()));
    }
    int last = 0;
    for (int i = 0; i < own.size(); i++) {
      if (own.get(i).file().firstSequence() <= through) {
        last = i;
      }
    }
    return last;
  }

  private void requireSoundUpTo(List<SegmentFacts> own, int last) {
    for (int i = 0; i <= last; i++) {
      SegmentFacts segment = own.get(i);
      boolean linked = i == 0 || segment.link() == SegmentFacts.Link.CONTINUES;
      boolean wholly = i < last;
      SegmentDamage damage = segment.damage();
      boolean sound =
          segment.identity().isPresent()
              && (wholly
                  ? damage.isNone() && damage.tornBytes() == 0
                  : damage.afterSequence() >= through);
      if (!linked || !sound) {
        throw new RecoveryException(
            "the journal is damaged below the cut: file="
                + segment.file().path()
                + ", cut="
                + through
                + "; salvage first");
      }
    }
    requireReached(own);
  }

  private void requireReached(List<SegmentFacts> own) {
    long reached = reached(own);
    if (through > reached && facts.acknowledged() > reached) {
      throw new RecoveryException(
          "the journal does not reach the cut any more: cut="
              + through
              + ", lastSequence="
              + reached
              + ", acknowledged="
              + facts.acknowledged());
    }
  }

  private static long reached(List<SegmentFacts> own) {
    return own.stream()
        .mapToLong(s -> s.continuation().map(Continuation::sequence).orElse(0L))
        .max()
        .orElse(0);
  }

  /** What waits in the ring can be cut as a whole only: it has to be written first. */
  private void requireNotInTheRing() {
    long written = reached(facts.own());
    if (hasWaiting() && through > written) {
      throw new RecoveryException(
          "events before the cut wait in the ring of a process that was killed: cut="
              + through
              + ", lastWritten="
              + written
              + "; open and close the journal first");
    }
  }

  private boolean hasWaiting() {
    return facts.ring().map(ring -> ring.waiting() > 0).orElse(false);
  }

  /** Checkpoints of a state that the journal will not have any more. */
  private void setCheckpointsAside() {
    List<Checkpoint> later = new ArrayList<>(facts.checkpoints().ahead());
    facts.checkpoints().good().stream().filter(c -> c.sequence() > through).forEach(later::add);
    for (Checkpoint checkpoint : later) {
      steps.add(checkpointAside(facts, checkpoint, "of a state behind the cut at " + through));
    }
  }

  static SetAside checkpointAside(RecoveryFacts facts, Checkpoint checkpoint, String reason) {
    return fileAside(facts, checkpoint.file(), reason);
  }

  static SetAside fileAside(RecoveryFacts facts, Path file, String reason) {
    try {
      String name = facts.directory().relativize(file).toString();
      return new SetAside(name, reason, 0, 0, 0, Files.size(file));
    } catch (IOException e) {
      throw StorageErrors.translate(e, file, "look at");
    }
  }

  private boolean isBehindEverything(List<SegmentFacts> own, int last) {
    boolean nothingLater =
        own.subList(last + 1, own.size()).stream()
            .allMatch(s -> s.contents().events() == 0 && isSound(s));
    return !hasWaiting()
        && nothingLater
        && own.get(last).contents().lastSequence() <= through
        && isSound(own.get(last));
  }

  /** What is damaged behind the cut goes too: it may have held events. */
  private boolean isSound(SegmentFacts segment) {
    return segment.isPristine() || segment.isMendable(facts.acknowledged()) || isBlank(segment);
  }

  private boolean isBlank(SegmentFacts segment) {
    return segment.head().verdict() == HeadVerdict.BLANK
        && segment.file().firstSequence() > facts.acknowledged();
  }

  private Rewrite rewrite(SegmentFacts segment) {
    SegmentIdentity identity = segment.identity().orElseThrow();
    long to =
        segment
            .head()
            .head()
            .flatMap(h -> h.seal())
            .map(SegmentSeal::endPosition)
            .orElse(Long.MAX_VALUE);
    BlockWindow all =
        new BlockWindow(
            identity.generation(),
            identity.dataOffset(),
            to,
            identity.firstSequence() - 1,
            Long.MAX_VALUE);
    long kept = countThrough(segment.file().path(), all);
    Optional<SegmentIdentity> rebuilt =
        segment.head().head().isPresent() ? Optional.empty() : Optional.of(identity);
    return new Rewrite(
        segment.file().name(),
        true,
        new BlockWindow(all.generation(), all.from(), to, all.afterSequence(), through),
        rebuilt,
        endOfJournal(),
        kept,
        segment.contents().events() - kept,
        segment.bytes());
  }

  /** What the ring gave out is not given out again either. */
  private Continuation endOfJournal() {
    Continuation known = facts.lastKnown();
    long given = facts.ring().map(RingFacts::lastGivenOut).orElse(0L);
    return new Continuation(Math.max(known.sequence(), given), known.blockId(), known.digest());
  }

  private long countThrough(Path file, BlockWindow window) {
    long kept = 0;
    try (ProvenBlocks blocks = new ProvenBlocks(file, window)) {
      while (blocks.next() && blocks.block().firstSequence() <= through) {
        kept +=
            blocks.block().lastSequence() <= through
                ? blocks.block().eventCount()
                : countThrough(blocks.records());
      }
      return kept;
    } catch (IOException e) {
      throw StorageErrors.translate(e, file, "read");
    }
  }

  private long countThrough(RecordScanner records) {
    RecordFlyweight record = new RecordFlyweight();
    long kept = 0;
    while (records.next()
        && record.wrap(records.buffer(), records.offset()).userspaceSequence() <= through) {
      kept++;
    }
    return kept;
  }
}
