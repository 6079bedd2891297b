package io.semj.core.engine;

import io.semj.core.RetentionPolicy;
import java.util.List;

/**
 * Decides which closed segments may go: the oldest, as long as one of the policy's limits is
 * broken. Free space alone never deletes events: it counts only where the policy bounds the journal
 * anyway.
 */
public final class Retention {
  private Retention() {}

  /**
   * What the limits are held against.
   *
   * @param nowNanos since 1970
   * @param liveBytes of the segment being written
   * @param usableBytes on the file system
   */
  public record Facts(long nowNanos, long liveBytes, long usableBytes) {}

  /**
   * The segments to delete.
   *
   * @param oldestFirst the closed segments
   * @param policy with the limits
   * @param facts that they are held against
   * @return the oldest ones, as far as a limit is broken; none is skipped
   */
  public static List<ClosedSegment> plan(
      List<ClosedSegment> oldestFirst, RetentionPolicy policy, Facts facts) {
    long bytes = facts.liveBytes();
    for (ClosedSegment segment : oldestFirst) {
      bytes += segment.bytes();
    }
    long usable = facts.usableBytes();
    int gone = 0;
    while (gone < oldestFirst.size()
        && breaks(policy, facts, oldestFirst.size() - gone, bytes, usable, oldestFirst.get(gone))) {
      long freed = oldestFirst.get(gone).bytes();
      bytes -= freed;
      usable += freed;
      gone++;
    }
    return oldestFirst.subList(0, gone);
  }

  private static boolean breaks(
      RetentionPolicy policy,
      Facts facts,
      int closedLeft,
      long bytes,
      long usable,
      ClosedSegment oldest) {
    boolean tooMany = policy.maxSegments() > 0 && closedLeft + 1 > policy.maxSegments();
    boolean tooLarge = policy.maxBytes() > 0 && bytes > policy.maxBytes();
    boolean tooOld =
        !policy.maxAge().isZero()
            && facts.nowNanos() - oldest.lastTime() > policy.maxAge().toNanos();
    boolean bounded =
        policy.maxSegments() > 0 || policy.maxBytes() > 0 || !policy.maxAge().isZero();
    boolean tooLittleFree = bounded && usable < policy.keepFreeBytes();
    return tooMany || tooLarge || tooOld || tooLittleFree;
  }
}
