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

/** Claims ring slots, and does what the overflow policy says when there are none. Any thread. */
final class OverflowControl {
  /** A claim that the policy turned down. */
  static final long DROPPED = -1;

  private final Sequencer sequencer;
  private final OverflowPolicy policy;
  private final long timeoutNanos;
  private final Lifecycle lifecycle;
  private final SpaceMonitor space;
  private final MetricsRecorder metrics;
  private final AtomicLong dropRequests = new AtomicLong();

  OverflowControl(
      Sequencer sequencer,
      JournalConfig config,
      Lifecycle lifecycle,
      SpaceMonitor space,
      MetricsRecorder metrics) {
    this.sequencer = sequencer;
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
    try {
      return sequencer.tryNext(slots);
    } catch (InsufficientCapacityException full) {
      return whenFull(slots, priority, keep || priority == EventPriority.CRITICAL.code());
    }
  }

  private long whenFull(int slots, int priority, boolean keep) {
    if (!lifecycle.isOpen()) {
      throw lifecycle.refusal();
    }
    return switch (policy) {
      case FAIL -> throw full();
      case DROP_NEWEST -> keep ? await(slots) : drop(DropReason.NEWEST, slots);
      case DROP_OLDEST -> {
        dropRequests.addAndGet(slots);
        yield await(slots);
      }
      case SHED_BY_PRIORITY ->
          keep || priority <= EventPriority.HIGH.code()
              ? await(slots)
              : drop(DropReason.SHED, slots);
      case BLOCK -> await(slots);
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

  private long await(int slots) {
    long deadline = System.nanoTime() + timeoutNanos;
    for (int i = 0; ; i++) {
      try {
        return sequencer.tryNext(slots);
      } catch (InsufficientCapacityException stillFull) {
        Pause.round(i);
      }
      if (!lifecycle.isOpen()) {
        throw lifecycle.refusal();
      }
      if (!Pause.isSpin(i) && System.nanoTime() - deadline > 0) {
        throw timedOut();
      }
    }
  }

  private JournalException full() {
    metrics.failed(1);
    if (space.isFull()) {
      return space.exception();
    }
    return new RingFullException("ring is full: capacity=" + sequencer.getBufferSize());
  }

  private JournalException timedOut() {
    metrics.failed(1);
    if (space.isFull()) {
      return space.exception();
    }
    return new JournalTimeoutException(
        "ring stayed full: capacity="
            + sequencer.getBufferSize()
            + ", waitedMillis="
            + timeoutNanos / 1_000_000);
  }

  private long drop(DropReason reason, int events) {
    metrics.dropped(reason, events);
    return DROPPED;
  }

  /** How many slots producers want the writer to drop, if the ring is still full. */
  long takeDropRequests() {
    if (dropRequests.get() == 0) {
      return 0;
    }
    long requested = dropRequests.getAndSet(0);
    return Math.max(0, requested - sequencer.remainingCapacity());
  }
}
