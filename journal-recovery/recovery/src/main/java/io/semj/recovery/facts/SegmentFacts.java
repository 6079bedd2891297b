package io.semj.recovery.facts;

import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.format.SegmentIdentity;
import java.util.Optional;

/**
 * What is known of one segment. Immutable.
 *
 * @param head of it
 * @param bytes of its file
 * @param alien why it does not belong to this journal, when it does not
 * @param contents what proves itself in it; {@link SegmentContents#NONE} when only heads were
 *     looked at
 * @param damage what does not
 * @param continuation what the next segment must continue from, as far as that is known
 * @param link how it follows the segment before it
 */
public record SegmentFacts(
    ObservedHead head,
    long bytes,
    Optional<String> alien,
    SegmentContents contents,
    SegmentDamage damage,
    Optional<Continuation> continuation,
    Link link) {

  /** How a segment follows the one before it. */
  public enum Link {
    /** It is the first, or continues the one before it. */
    CONTINUES,
    /** It continues something else: what was in between is missing. */
    BROKEN,
    /** One of the two does not tell. */
    UNKNOWN
  }

  /**
   * The segment's file.
   *
   * @return the file
   */
  public SegmentFile file() {
    return head.file();
  }

  /**
   * What the segment is, when its head tells.
   *
   * @return the identity
   */
  public Optional<SegmentIdentity> identity() {
    return head.identity();
  }

  /**
   * Whether it was closed, and all of it is as it was then.
   *
   * @return false for a segment without a seal
   */
  public boolean isPristine() {
    return head.verdict() == HeadVerdict.GOOD
        && head.isSealed()
        && alien.isEmpty()
        && damage.isNone()
        && damage.tornBytes() == 0;
  }

  /**
   * Whether the segment was not closed and nothing that was acknowledged is hurt in it: opening the
   * journal would cut its tail, if it has one, and seal it.
   *
   * @param acknowledged up to where events were acknowledged, in the whole journal
   * @return false for a sealed segment
   */
  public boolean isMendable(long acknowledged) {
    return head.verdict() == HeadVerdict.GOOD
        && !head.isSealed()
        && damage.brokenLinks() == 0
        && damage.afterSequence() >= acknowledged;
  }

  SegmentFacts linked(Link newLink) {
    return new SegmentFacts(head, bytes, alien, contents, damage, continuation, newLink);
  }
}
