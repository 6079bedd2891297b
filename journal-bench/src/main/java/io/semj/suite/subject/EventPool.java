package io.semj.suite.subject;

import io.semj.bench.Payloads;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The events of a run: so many that no branch predictor learns them, so few that they stay in the
 * processor's caches, drawn from a seed, so that every subject is given the same bytes.
 */
public final class EventPool {
  private static final int MASK = Payloads.COUNT - 1;
  private static final Map<Integer, EventPool> POOLS = new ConcurrentHashMap<>();

  private final byte[][] events;
  private final int size;

  private EventPool(byte[][] events, int size) {
    this.events = events;
    this.size = size;
  }

  /**
   * A pool.
   *
   * @param size of each event, in bytes
   */
  public static EventPool of(int size) {
    return POOLS.computeIfAbsent(size, bytes -> new EventPool(Payloads.pool(bytes), bytes));
  }

  /** The length of each event, in bytes. */
  public int size() {
    return size;
  }

  /**
   * One of the events, round and round.
   *
   * @param index any
   */
  public byte[] get(int index) {
    return events[index & MASK];
  }

  /** How many different ones there are. */
  public int count() {
    return events.length;
  }
}
