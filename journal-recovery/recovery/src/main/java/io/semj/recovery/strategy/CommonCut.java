package io.semj.recovery.strategy;

import io.semj.error.RecoveryException;
import java.util.List;
import java.util.OptionalLong;

/**
 * Finds the latest cut that all hold: everybody is asked for the latest not above the lowest answer
 * so far, until all answer the same. Each round goes down, so it ends.
 */
final class CommonCut {
  private final MarkedCuts own;
  private final List<RecoveryParticipant> others;

  CommonCut(MarkedCuts own, List<RecoveryParticipant> others) {
    this.own = own;
    this.others = others;
  }

  /**
   * The cut.
   *
   * @throws RecoveryException when there is none
   */
  long find() {
    long limit = Long.MAX_VALUE;
    while (true) {
      long lowest = held("this journal", own.latest(limit), limit);
      boolean agreed = lowest == limit;
      for (RecoveryParticipant other : others) {
        long held = held(other.name(), other.latestCut(lowest), lowest);
        agreed &= held == lowest;
        lowest = held;
      }
      if (agreed || others.isEmpty()) {
        return lowest;
      }
      limit = lowest;
    }
  }

  private static long held(String who, OptionalLong cut, long limit) {
    long held =
        cut.orElseThrow(
            () ->
                new RecoveryException(
                    "no cut that all hold: participant=" + who + ", atMost=" + limit));
    if (held > limit) {
      throw new RecoveryException(
          "participant answers a later cut than asked: participant="
              + who
              + ", atMost="
              + limit
              + ", actual="
              + held);
    }
    return held;
  }
}
