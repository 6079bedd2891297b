package io.semj.harness;

import io.semj.core.SemanticJournal;
import io.semj.error.EventTooLargeException;
import io.semj.error.JournalException;
import io.semj.error.JournalTimeoutException;
import io.semj.error.ResourceExhaustedException;
import io.semj.event.EventBuilder;
import io.semj.event.EventPriority;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * One emitting thread of a child: single events, critical ones, durable futures, waits and atomic
 * groups in turn, each reported as soon as it returned. It ends when the journal refuses for good.
 */
final class Emitter implements Runnable {
  static final int LARGEST_GROUP = 12;
  private static final int THREADS_PER_ROUND = 16;
  private static final long GROUP_SIZE_BITS = 8;

  private final SemanticJournal journal;
  private final Claims claims;
  private final int thread;
  private final long source;
  private final Content content;
  private final SplittableRandom random;
  private final boolean hurries;
  private long next;

  Emitter(SemanticJournal journal, Claims claims, Task task, int thread) {
    this.journal = journal;
    this.claims = claims;
    this.thread = thread;
    this.source = source(task.round(), thread);
    this.content = new Content(task.seed());
    this.random = new SplittableRandom(task.seed() ^ source);
    this.hurries = task.mode().fillsSegments();
  }

  /** Who a thread of a round is in its events. */
  static long source(int round, int thread) {
    return (long) round * THREADS_PER_ROUND + thread + 1;
  }

  /** How many events a group has, told by what they have in common. */
  static int groupSize(long group) {
    return (int) (group & ((1 << GROUP_SIZE_BITS) - 1));
  }

  /** The number of a group's first event. */
  static long groupFirst(long group) {
    return group >>> GROUP_SIZE_BITS;
  }

  @Override
  public void run() {
    for (long step = 0; ; step++) {
      try {
        step();
      } catch (EventTooLargeException bug) {
        throw bug;
      } catch (JournalTimeoutException | ResourceExhaustedException full) {
        continue; // nothing was taken: the same events are tried again
      } catch (JournalException refusedForGood) {
        return;
      }
      if (!hurries && step % 8 == 0) {
        LockSupport.parkNanos(random.nextLong(400_000));
      }
    }
  }

  private void step() {
    switch (random.nextInt(16)) {
      case 0, 1 -> group(2 + random.nextInt(LARGEST_GROUP - 1));
      case 2 -> durable();
      case 3 -> {
        if (next > 0 && random.nextInt(4) == 0) {
          await();
        }
      }
      case 4 -> returned(journal.emitEvent(event(), EventPriority.CRITICAL), 1);
      default -> returned(journal.emitEvent(event()), 1);
    }
  }

  private EventBuilder event() {
    return content.event(source, next, 0);
  }

  private void group(int size) {
    long group = next << GROUP_SIZE_BITS | size;
    long[] sequences =
        journal.emitEventsAtomic(
            LongStream.range(next, next + size)
                .mapToObj(number -> content.member(source, number, group))
                .toList());
    returned(sequences[size - 1], size);
  }

  private void durable() {
    long count = next + 1;
    CompletableFuture<Void> unused =
        journal
            .emitEventDurable(event())
            .thenAccept(sequence -> claims.durableByFuture(thread, count));
    // Its sequence is not known before it is durable: the next event's return tells of it too.
    next = count;
  }

  private void await() {
    long sequence = claims.returnedSequence(thread);
    long count = claims.returned(thread);
    if (count > 0) {
      journal.awaitDurable(sequence, Duration.ofSeconds(1));
      claims.durableByWaiting(thread, count);
    }
  }

  private void returned(long sequence, int events) {
    next += events;
    claims.returned(thread, next, sequence);
  }
}
