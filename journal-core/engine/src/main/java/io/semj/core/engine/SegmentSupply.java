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
  private final AtomicReference<SegmentAppender> prepared = new AtomicReference<>();
  private final Queue<WrittenPosition> left = new ConcurrentLinkedQueue<>();
  private volatile boolean starving;
  private volatile boolean taken;
  private volatile Thread housekeeper;

  void servedBy(Thread thread) {
    housekeeper = thread;
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
    LockSupport.unpark(housekeeper);
  }

  void fed() {
    starving = false;
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

  void leftBehind(WrittenPosition end) {
    left.add(end);
    taken = false;
  }

  boolean hasLeftBehind() {
    return !left.isEmpty();
  }

  WrittenPosition pollLeftBehind() {
    return left.poll();
  }
}
