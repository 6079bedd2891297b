package io.semj.suite.subject;

import com.lmax.disruptor.Sequence;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * A lane of its own for each emitting thread, one counter that numbers the events of all, and a
 * consumer that merges the lanes in the order of the numbers. A thread that is suspended between
 * taking a number and publishing it stops the merge there, as it would stop a ring of many
 * producers.
 */
final class BareLanes implements BareQueue {
  private static final int MOST_LANES = 8;
  private static final int LANE_CAPACITY = 8192;
  private static final int MOST_AT_ONCE = LANE_CAPACITY / 2;
  private static final int SPINS = 100;
  private static final long SHORTEST_PARK_NANOS = 50_000;
  private static final long LONGEST_PARK_NANOS = 1_000_000;

  private final Sequence numbers = new Sequence();
  private final Sequence consumed = new Sequence(0);
  private final BooleanSupplier abandoned = this::isAbandoned;
  private final LanePool pool;
  private final BareRing.Sink sink;
  private final Thread consumer = new Thread(this::consume, "bare-lanes-consumer");
  private volatile RuntimeException failure;
  private volatile boolean closed;

  /**
   * Lanes without a consumer yet.
   *
   * @param pool of lanes
   * @param sink for what is published
   */
  private BareLanes(LanePool pool, BareRing.Sink sink) {
    this.pool = pool;
    this.sink = sink;
    consumer.setDaemon(true);
  }

  /** Lanes of the usual size, whose consumer runs. */
  static BareLanes start(int size, BareRing.Sink sink) {
    return start(
        new LanePool(MOST_LANES, LANE_CAPACITY, BareRing.stride(Lane.BYTES_OFFSET + size)), sink);
  }

  static BareLanes start(LanePool pool, BareRing.Sink sink) {
    BareLanes lanes = new BareLanes(pool, sink);
    lanes.consumer.start();
    return lanes;
  }

  @Override
  public long publish(byte[] bytes) {
    LanePool.Owned own = pool.own();
    if (!own.shared()) {
      return own.lane().publish(numbers, bytes, abandoned);
    }
    synchronized (own) {
      return own.lane().publish(numbers, bytes, abandoned);
    }
  }

  private boolean isAbandoned() {
    return closed || failure != null;
  }

  private void consume() {
    IdleStrategy idle = new BackoffIdleStrategy(SPINS, 0, SHORTEST_PARK_NANOS, LONGEST_PARK_NANOS);
    try {
      long next = 0;
      while (!closed) {
        long taken = takeFrom(next);
        next += taken;
        idle.idle((int) taken);
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /** Takes what is there, in order; returns how many. */
  private int takeFrom(long first) {
    int count = 0;
    int lane = 0;
    LanePool.Owned[] lanes = pool.all();
    for (int tried = 0; tried < lanes.length && count < MOST_AT_ONCE; ) {
      if (lanes[lane].lane().take(first + count, sink)) {
        count++;
        tried = 0;
      } else {
        lane = lane + 1 == lanes.length ? 0 : lane + 1;
        tried++;
      }
    }
    if (count > 0) {
      sink.endOfBatch();
      for (LanePool.Owned owned : lanes) {
        owned.lane().release();
      }
      consumed.set(first + count);
    }
    return count;
  }

  @Override
  public long consumed() {
    RuntimeException failed = failure;
    if (failed != null) {
      throw new IllegalStateException("consumer failed", failed);
    }
    return consumed.get();
  }

  @Override
  public long published() {
    return numbers.get() + 1;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(consumer);
    try {
      consumer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
