package io.semj.harness;

import static io.semj.harness.BrokenPromise.require;

import io.semj.event.SemanticEvent;
import java.util.Arrays;

/**
 * Takes what a round left in the journal, event by event in the order of the journal, and checks
 * that each is what its thread emitted, in its order, without a hole, and that groups are whole.
 */
final class RoundEvents {
  private static final long UNKNOWN = -1;

  private final Content content;
  private final Claims claims;
  private final int round;
  private final long[] next = new long[Claims.THREADS];
  private final boolean oldestMayBeGone;
  private final boolean gapsAreTold;
  private long count;
  private long previous;
  private long group;
  private int groupLeft;

  /**
   * Begins with a round.
   *
   * @param previous the sequence before the first event
   * @param oldestMayBeGone whether retention may have removed events of this round
   * @param gapsAreTold whether sequences may be missing that were claimed in a ring that survived
   *     and not emitted yet: blocks tell of them, which the verifier looks at
   */
  RoundEvents(
      long seed,
      int round,
      Claims claims,
      long previous,
      boolean oldestMayBeGone,
      boolean gapsAreTold) {
    this.content = new Content(seed);
    this.round = round;
    this.claims = claims;
    this.previous = previous;
    this.oldestMayBeGone = oldestMayBeGone;
    this.gapsAreTold = gapsAreTold;
    if (oldestMayBeGone) {
      Arrays.fill(next, UNKNOWN);
    }
  }

  void take(SemanticEvent event) {
    long sequence = event.sequence();
    boolean follows = sequence == previous + 1;
    require(
        follows
            || (gapsAreTold && sequence > previous && groupLeft == 0)
            || (count == 0 && oldestMayBeGone),
        "sequence is not the next: sequence=%d, previous=%d",
        sequence,
        previous);
    String fault = content.faultOf(event);
    require(fault == null, "event is not what was emitted: sequence=%d, %s", sequence, fault);
    int thread = threadOf(event);
    long number = event.sessionId();
    if (next[thread] == UNKNOWN) {
      next[thread] = number;
    }
    require(
        number == next[thread],
        "a thread's events are not in its order: thread=%d, expected=%d, actual=%d, sequence=%d",
        thread,
        next[thread],
        number,
        sequence);
    checkGroup(event, sequence);
    next[thread] = number + 1;
    require(
        claims.returned(thread) != number + 1 || claims.returnedSequence(thread) == sequence,
        "event has another sequence than its emission returned: thread=%d, number=%d, "
            + "returned=%d, actual=%d",
        thread,
        number,
        claims.returnedSequence(thread),
        sequence);
    previous = sequence;
    count++;
  }

  private int threadOf(SemanticEvent event) {
    long thread = event.transactionId() - Emitter.source(round, 0);
    require(
        thread >= 0 && thread < Claims.THREADS,
        "event is another round's: sequence=%d, source=%d, round=%d",
        event.sequence(),
        event.transactionId(),
        round);
    return (int) thread;
  }

  private void checkGroup(SemanticEvent event, long sequence) {
    long common = event.causalityChainId();
    if (groupLeft > 0) {
      require(common == group, "group is torn by another event: sequence=%d", sequence);
      groupLeft--;
    } else if (common != 0) {
      require(
          event.sessionId() == Emitter.groupFirst(common),
          "group does not begin with its first event: sequence=%d",
          sequence);
      group = common;
      groupLeft = Emitter.groupSize(common) - 1;
    }
  }

  /** There are no more events: checks them against what was promised. */
  long end(boolean ringSurvived) {
    require(groupLeft == 0, "group is not whole: missing=%d, lastSequence=%d", groupLeft, previous);
    for (int thread = 0; thread < Claims.THREADS; thread++) {
      long found = Math.max(0, next[thread]);
      require(
          found >= claims.durable(thread),
          "durable events are lost: thread=%d, durable=%d, found=%d",
          thread,
          claims.durable(thread),
          found);
      require(
          !ringSurvived || found >= claims.returned(thread),
          "emitted events are lost, though the ring survives: thread=%d, returned=%d, found=%d",
          thread,
          claims.returned(thread),
          found);
    }
    return previous;
  }

  long count() {
    return count;
  }
}
