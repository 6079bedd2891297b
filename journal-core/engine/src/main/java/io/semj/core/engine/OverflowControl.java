package io.semj.core.engine;

import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.Sequencer;
import io.semj.core.DropReason;
import io.semj.core.JournalConfig;
import io.semj.core.OverflowPolicy;
import io.semj.core.metrics.MetricsRecorder;
import io.semj.error.JournalException;
import io.semj.error.JournalTimeoutException;
import io.semj.error.RingFullException;
import io.semj.event.EventPriority;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives producers ring slots, and memory for records that are larger than one, and does what the
 * overflow policy says when there are none. Any thread.
 */
final class OverflowControl {
  /** A claim that the policy turned down. */
  static final long DROPPED = -1;

  private static final long NONE_LEFT = Long.MIN_VALUE;

  /** Who has waited for longer goes first: a group needs more room than others leave to it. */
  private static final long PATIENCE_NANOS = 100_000_000L;

  private static final long MOST_GATHERING_NANOS = 2_000_000L;

  private final Sequencer sequencer;
  private final LargeBufferPool pool;
  private final OverflowPolicy policy;
  private final long timeoutNanos;
  private final long gatheringNanos;
  private final Lifecycle lifecycle;
  private final SpaceMonitor space;
  private final MetricsRecorder metrics;
  private final AtomicLong slotsWanted = new AtomicLong();
  private final AtomicLong memoryRequests = new AtomicLong();
  private final AtomicInteger impatient = new AtomicInteger();

  /** What may be used up. */
  private enum Resource {
    RING("ring"),
    MEMORY("memory for large events");

    private final String text;

    Resource(String text) {
      this.text = text;
    }
  }

  OverflowControl(
      Sequencer sequencer,
      LargeBufferPool pool,
      JournalConfig config,
      Lifecycle lifecycle,
      SpaceMonitor space,
      MetricsRecorder metrics) {
    this.sequencer = sequencer;
    this.pool = pool;
    this.policy = config.overflowPolicy();
    this.timeoutNanos = config.overflowTimeout().toNanos();
    this.gatheringNanos = Math.min(MOST_GATHERING_NANOS, timeoutNanos / 2);
    this.lifecycle = lifecycle;
    this.space = space;
    this.metrics = metrics;
  }

  /** Claims slots; returns the ring sequence of the last, or {@link #DROPPED}. */
  long claim(int slots, int priority, boolean keep) {
    if (policy == OverflowPolicy.SHED_BY_PRIORITY && !keep && shedsEarly(slots, priority)) {
      lifecycle.requireOpen();
      return drop(DropReason.SHED, slots);
    }
    long claimed = impatient.get() == 0 ? tryClaim(slots) : NONE_LEFT;
    return claimed == NONE_LEFT ? whenUsedUp(Resource.RING, slots, slots, priority, keep) : claimed;
  }

  private long tryClaim(int slots) {
    try {
      return sequencer.tryNext(slots);
    } catch (InsufficientCapacityException full) {
      return NONE_LEFT;
    }
  }

  /** Reserves memory in the pool for an emission; false when the policy dropped it instead. */
  boolean reserve(long bytes, int events, int priority, boolean keep) {
    return (impatient.get() == 0 && pool.tryReserve(bytes))
        || whenUsedUp(Resource.MEMORY, bytes, events, priority, keep) != DROPPED;
  }

  private long whenUsedUp(Resource resource, long amount, int events, int priority, boolean asked) {
    if (!lifecycle.isOpen()) {
      throw lifecycle.refusal();
    }
    boolean keep = asked || priority == EventPriority.CRITICAL.code();
    return switch (policy) {
      case FAIL -> throw full(resource, events);
      case DROP_NEWEST -> keep ? await(resource, amount, events) : drop(DropReason.NEWEST, events);
      case SHED_BY_PRIORITY ->
          keep || priority <= EventPriority.HIGH.code()
              ? await(resource, amount, events)
              : drop(DropReason.SHED, events);
      case BLOCK, DROP_OLDEST -> await(resource, amount, events);
    };
  }

  /** Background events are shed from three quarters full, low ones from seven eighths. */
  private boolean shedsEarly(int slots, int priority) {
    if (priority < EventPriority.LOW.code()) {
      return false;
    }
    long left = sequencer.remainingCapacity() - slots;
    int capacity = sequencer.getBufferSize();
    return left < (priority >= EventPriority.BACKGROUND.code() ? capacity / 4 : capacity / 8);
  }

  private long await(Resource resource, long amount, int events) {
    // An interrupt does not end the wait, and must not turn it into a busy one: it is kept for
    // later.
    boolean interrupted = Thread.interrupted();
    try {
      return awaitUninterrupted(resource, amount, events);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private long awaitUninterrupted(Resource resource, long amount, int events) {
    long begin = System.nanoTime();
    boolean first = false;
    try {
      for (int i = 0; ; i++) {
        pause(i, resource, events);
        long waited = Pause.isSpin(i) ? 0 : System.nanoTime() - begin;
        boolean turn = first || (impatient.get() == 0 && isWorthTaking(resource, amount, waited));
        long taken = turn ? tryTake(resource, amount) : NONE_LEFT;
        if (taken != NONE_LEFT) {
          return taken;
        }
        if (!lifecycle.isOpen()) {
          throw lifecycle.refusal();
        }
        if (waited > timeoutNanos) {
          throw timedOut(resource, events);
        }
        if (!first && waited > PATIENCE_NANOS) {
          first = true;
          impatient.incrementAndGet();
        }
      }
    } finally {
      if (first) {
        impatient.decrementAndGet();
      }
    }
  }

  /**
   * Whoever found the ring full goes on when an eighth of it is free, or after two milliseconds
   * with what there is. Taking each slot as it comes would mean a sleep every few events, and a
   * ring that everybody else finds full.
   */
  private boolean isWorthTaking(Resource resource, long amount, long waited) {
    return resource != Resource.RING
        || policy == OverflowPolicy.DROP_OLDEST
        || waited > gatheringNanos
        || sequencer.remainingCapacity() >= Math.max(amount, sequencer.getBufferSize() >> 3);
  }

  private long tryTake(Resource resource, long amount) {
    if (resource == Resource.RING) {
      return tryClaim((int) amount);
    }
    if (!pool.tryReserve(amount)) {
      return NONE_LEFT;
    }
    memoryRequests.set(0); // who still waits asks again
    return 0;
  }

  /** Waits a moment, in which the writer may make room by dropping older events. */
  private void pause(int round, Resource resource, int events) {
    if (policy != OverflowPolicy.DROP_OLDEST) {
      Pause.round(round);
    } else if (resource == Resource.RING) {
      slotsWanted.addAndGet(events);
      Pause.round(round);
      slotsWanted.addAndGet(-events);
    } else {
      memoryRequests.compareAndSet(0, events);
      Pause.round(round);
    }
  }

  private JournalException full(Resource resource, int events) {
    return refused(
        events,
        space.isShort()
            ? space.exception()
            : new RingFullException(resource.text + " is full: " + size(resource)));
  }

  private JournalException timedOut(Resource resource, int events) {
    return refused(
        events,
        space.isShort()
            ? space.exception()
            : new JournalTimeoutException(
                resource.text
                    + " stayed full: "
                    + size(resource)
                    + ", waitedMillis="
                    + timeoutNanos / 1_000_000));
  }

  private JournalException refused(int events, JournalException reason) {
    metrics.failed(events);
    metrics.error(reason.category());
    return reason;
  }

  private String size(Resource resource) {
    return resource == Resource.RING
        ? "capacity=" + sequencer.getBufferSize()
        : "limit=" + pool.limit();
  }

  private long drop(DropReason reason, int events) {
    metrics.dropped(reason, events);
    return DROPPED;
  }

  /** Whether producers want the writer to drop events, for there is no room. */
  boolean wantsDrops() {
    return memoryRequests.get() > 0 || slotsMissing() > 0;
  }

  /** How many events producers want the writer to drop. */
  long takeDropRequests() {
    long slots = slotsMissing();
    return memoryRequests.get() == 0 ? slots : Math.max(slots, memoryRequests.getAndSet(0));
  }

  private long slotsMissing() {
    if (slotsWanted.get() == 0) {
      return 0;
    }
    // In this order: a producer that takes what is left between the two reads wants no more.
    long left = sequencer.remainingCapacity();
    return Math.max(0, slotsWanted.get() - left);
  }
}
