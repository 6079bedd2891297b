package io.semj.core.engine;

import io.semj.core.storage.SegmentAppender;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Segments on their way: prepared ones from the housekeeper to the writer, and those that the
 * writer left behind to the sync thread.
 */
final class SegmentSupply {
  private static final int MOST_LEFT_BEHIND = 8;

  private final AtomicReference<SegmentAppender> prepared = new AtomicReference<>();
  private final Queue<LeftBehind> left = new ConcurrentLinkedQueue<>();
  private volatile boolean starving;
  private volatile boolean taken;
  private volatile Thread housekeeper;
  private volatile Thread syncThread;

  void servedBy(Thread thread) {
    housekeeper = thread;
  }

  void syncedBy(Thread thread) {
    syncThread = thread;
  }

  SegmentAppender tryTake() {
    taken = true;
    SegmentAppender next = prepared.getAndSet(null);
    taken = next != null;
    if (next == null) {
      starve();
    } else {
      starving = false;
    }
    return next;
  }

  /** The writer cannot go on before the housekeeper has worked. */
  void starve() {
    starving = true;
    wakeHousekeeper();
  }

  void wakeHousekeeper() {
    LockSupport.unpark(housekeeper);
  }

  void fed() {
    if (starving) {
      starving = false;
    }
  }

  boolean isStarving() {
    return starving;
  }

  /**
   * Whether a segment waits for the writer, or is being begun by it under the name that the next
   * one will be prepared under.
   */
  boolean isServed() {
    // In this order: it is taken before it stops being prepared, and until it has its own name.
    return prepared.get() != null || taken;
  }

  void offer(SegmentAppender segment) {
    prepared.set(segment);
  }

  /** What was prepared and never begun, if anything. */
  SegmentAppender drain() {
    return prepared.getAndSet(null);
  }

  /**
   * A segment that the writer goes on from.
   *
   * @param end where it ends
   * @param next the segment that follows it, begun
   */
  record LeftBehind(WrittenPosition end, SegmentAppender next) {}

  void leftBehind(WrittenPosition end, SegmentAppender next) {
    left.add(new LeftBehind(end, next));
    taken = false;
    LockSupport.unpark(syncThread);
  }

  /** Whether the sync thread is so far behind that the writer should not leave more to it. */
  boolean isCrowded() {
    return left.size() >= MOST_LEFT_BEHIND;
  }

  boolean hasLeftBehind() {
    return !left.isEmpty();
  }

  LeftBehind pollLeftBehind() {
    return left.poll();
  }
}
