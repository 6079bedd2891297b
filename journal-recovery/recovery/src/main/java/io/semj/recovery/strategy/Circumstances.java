package io.semj.recovery.strategy;

import io.semj.recovery.facts.HeadVerdict;
import io.semj.recovery.facts.RecoveryFacts;
import io.semj.recovery.facts.SegmentDamage;
import io.semj.recovery.facts.SegmentFacts;

/**
 * The facts as far as decisions depend on them. Of what is known only from a thorough look, heads
 * alone tell nothing.
 *
 * @param unreadable the device does not give a segment's head, or a part of its blocks
 * @param contradictory a segment belongs to another journal, repeats another, or has a wrong name
 * @param damaged acknowledged blocks, heads, seals or links between segments are not sound
 * @param truncated acknowledged events are missing at the end, and nothing is damaged there
 * @param badCheckpoint a checkpoint is damaged or ahead of the journal
 * @param crashed a segment is not sealed
 * @param goodCheckpoint there is a checkpoint that can be used
 */
public record Circumstances(
    boolean unreadable,
    boolean contradictory,
    boolean damaged,
    boolean truncated,
    boolean badCheckpoint,
    boolean crashed,
    boolean goodCheckpoint) {
  /**
   * What the facts come to.
   *
   * @param facts of the journal
   * @return the circumstances
   */
  public static Circumstances of(RecoveryFacts facts) {
    boolean unreadable =
        facts.segments().stream()
            .anyMatch(s -> s.head().verdict() == HeadVerdict.UNREADABLE || s.damage().unreadable());
    boolean contradictory = facts.segments().stream().anyMatch(s -> s.alien().isPresent());
    boolean damaged = facts.own().stream().anyMatch(s -> isDamaged(facts, s));
    boolean truncated = facts.thorough() && !damaged && facts.acknowledged() > endOf(facts);
    return new Circumstances(
        unreadable,
        contradictory,
        damaged,
        truncated,
        !facts.checkpoints().damaged().isEmpty() || !facts.checkpoints().ahead().isEmpty(),
        facts.own().stream().anyMatch(s -> !s.head().isSealed()),
        !facts.checkpoints().good().isEmpty());
  }

  private static boolean isDamaged(RecoveryFacts facts, SegmentFacts segment) {
    HeadVerdict head = segment.head().verdict();
    if (segment.link() == SegmentFacts.Link.BROKEN) {
      // Behind a torn tail: nothing of it was acknowledged.
      return segment.file().firstSequence() <= facts.acknowledged();
    }
    if (head == HeadVerdict.BLANK && segment.contents().blocks() == 0) {
      return segment.file().firstSequence() <= facts.acknowledged();
    }
    if (head != HeadVerdict.GOOD) {
      return true;
    }
    boolean hurt = !segment.damage().isNone() || segment.damage().tornBytes() > 0;
    return segment.head().isSealed()
        ? hurt && !isCutShort(facts, segment)
        : hurt && !segment.isMendable(facts.acknowledged());
  }

  /** Whether the last segment's file ends early, and all before is sound. */
  private static boolean isCutShort(RecoveryFacts facts, SegmentFacts segment) {
    SegmentDamage damage = segment.damage();
    long end = segment.head().head().orElseThrow().seal().orElseThrow().endPosition();
    return isLast(facts, segment)
        && damage.rangeCount() == 0
        && damage.brokenLinks() == 0
        && segment.bytes() == segment.contents().endPosition()
        && segment.bytes() < end;
  }

  private static boolean isLast(RecoveryFacts facts, SegmentFacts segment) {
    return facts.own().get(facts.own().size() - 1).equals(segment);
  }

  /** Where the journal ends by what is there, or was taken out of its end on purpose. */
  private static long endOf(RecoveryFacts facts) {
    long end = 0;
    for (SegmentFacts segment : facts.own()) {
      boolean whole = segment.isPristine();
      long told = whole ? segment.continuation().orElseThrow().sequence() : 0;
      end = Math.max(end, Math.max(told, segment.contents().lastSequence()));
    }
    return end;
  }
}
