package io.semj.suite.subject;

import java.util.Arrays;

/**
 * Who emits through which lane. A thread keeps its lane; that of an ended one goes to the next
 * thread that needs one, which goes on behind what is still in it. There are at most so many lanes:
 * all threads that come later share the last one, and lock it.
 */
final class LanePool {
  private final int most;
  private final int capacity;
  private final int stride;
  private final ThreadLocal<Owned> own = ThreadLocal.withInitial(this::acquire);
  private volatile Owned[] all = {};

  /** A lane and whose it is. */
  static final class Owned {
    private final Lane lane;
    private final boolean shared;
    private Thread owner;

    Owned(Lane lane, boolean shared, Thread owner) {
      this.lane = lane;
      this.shared = shared;
      this.owner = owner;
    }

    Lane lane() {
      return lane;
    }

    /** Whether it is to be locked. */
    boolean shared() {
      return shared;
    }
  }

  LanePool(int most, int capacity, int stride) {
    this.most = most;
    this.capacity = capacity;
    this.stride = stride;
  }

  /** The calling thread's. */
  Owned own() {
    return own.get();
  }

  /** All there are by now; ever more, in an order that stays. */
  Owned[] all() {
    return all;
  }

  private synchronized Owned acquire() {
    Owned[] now = all;
    for (Owned owned : now) {
      // That it has ended makes all that it did visible here.
      if (!owned.shared && !owned.owner.isAlive()) {
        owned.owner = Thread.currentThread();
        return owned;
      }
    }
    if (now.length == most) {
      return now[most - 1];
    }
    boolean shared = now.length == most - 1;
    Owned added = new Owned(new Lane(capacity, stride), shared, Thread.currentThread());
    Owned[] more = Arrays.copyOf(now, now.length + 1);
    more[now.length] = added;
    all = more;
    return added;
  }
}
