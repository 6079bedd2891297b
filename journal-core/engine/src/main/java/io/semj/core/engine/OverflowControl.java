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
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives producers ring slots, and memory for records that are larger than one, and does what the
 * overflow policy says when there are none. Any thread.
 */
final class OverflowControl {
  /** A claim that the policy turned down. */
  static final long DROPPED = -1;

  private static final long NONE_LEFT = Long.MIN_VALUE;

  private final Sequencer sequencer;
  private final LargeBufferPool pool;
  private final OverflowPolicy policy;
  private final long timeoutNanos;
  private final Lifecycle lifecycle;
  private final SpaceMonitor space;
  private final MetricsRecorder metrics;
  private final AtomicLong slotRequests = new AtomicLong();
  private final AtomicLong memoryRequests = new AtomicLong();

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
    this.lifecycle = lifecycle;
    this.space = space;
    this.metrics = metrics;
  }

  /** Claims slots; returns the ring sequence of the last, or {@link #DROPPED}. */
  long claim(int slots, int priority, boolean keep) {
    if (policy == OverflowPolicy.SHED_BY_PRIORITY && !keep && shedsEarly(slots, priority)) {
      return drop(DropReason.SHED, slots);
    }
    long claimed = tryClaim(slots);
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
    return pool.tryReserve(bytes)
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
    long deadline = System.nanoTime() + timeoutNanos;
    for (int i = 0; ; i++) {
      requestDrops(resource, events);
      Pause.round(i);
      long taken = tryTake(resource, amount);
      if (taken != NONE_LEFT) {
        requests(resource).set(0); // who still waits asks again
        return taken;
      }
      if (!lifecycle.isOpen()) {
        throw lifecycle.refusal();
      }
      if (!Pause.isSpin(i) && System.nanoTime() - deadline > 0) {
        throw timedOut(resource, events);
      }
    }
  }

  private AtomicLong requests(Resource resource) {
    return resource == Resource.RING ? slotRequests : memoryRequests;
  }

  private long tryTake(Resource resource, long amount) {
    if (resource == Resource.RING) {
      return tryClaim((int) amount);
    }
    return pool.tryReserve(amount) ? 0 : NONE_LEFT;
  }

  /** Asks again whenever a request was taken: others may have been quicker with what it freed. */
  private void requestDrops(Resource resource, int events) {
    if (policy == OverflowPolicy.DROP_OLDEST) {
      requests(resource).compareAndSet(0, events);
    }
  }

  private JournalException full(Resource resource, int events) {
    return refused(
        events,
        space.isFull()
            ? space.exception()
            : new RingFullException(resource.text + " is full: " + size(resource)));
  }

  private JournalException timedOut(Resource resource, int events) {
    return refused(
        events,
        space.isFull()
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

  /** How many events producers want the writer to drop, if there is still no room. */
  long takeDropRequests() {
    if (slotRequests.get() == 0 && memoryRequests.get() == 0) {
      return 0;
    }
    long slots = Math.max(0, slotRequests.getAndSet(0) - sequencer.remainingCapacity());
    return Math.max(slots, memoryRequests.getAndSet(0));
  }
}
