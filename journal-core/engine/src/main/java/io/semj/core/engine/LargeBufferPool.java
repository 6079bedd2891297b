package io.semj.core.engine;

import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.ManyToManyConcurrentArrayQueue;

/**
 * Buffers for records that are larger than a ring slot, so that they do not make every slot large.
 * A few of each power of two are kept for reuse; all that are out at a time stay under a limit.
 */
final class LargeBufferPool {
  private static final int SMALLEST_SHIFT = 10;
  private static final int CLASSES = 16;
  private static final long RETAINED_PER_CLASS = 4L << 20;
  private static final int MOST_RETAINED = 256;

  private final ManyToManyConcurrentArrayQueue<LargeBuffer>[] free;
  private final AtomicLong bytesOut = new AtomicLong();
  private final long limit;
  private final LargeMemory memory;

  LargeBufferPool(long limit, LargeMemory memory) {
    this.limit = limit;
    this.memory = memory;
    @SuppressWarnings({"unchecked", "rawtypes"})
    ManyToManyConcurrentArrayQueue<LargeBuffer>[] queues =
        new ManyToManyConcurrentArrayQueue[CLASSES];
    for (int i = 0; i < CLASSES; i++) {
      long retained = RETAINED_PER_CLASS >> (i + SMALLEST_SHIFT);
      queues[i] =
          new ManyToManyConcurrentArrayQueue<>(
              (int) Math.max(2, Math.min(retained, MOST_RETAINED)));
    }
    free = queues;
  }

  long limit() {
    return limit;
  }

  /** What a record of a length takes of the limit. */
  static long sizeOf(int length) {
    return 1L << (sizeClass(length) + SMALLEST_SHIFT);
  }

  /**
   * Reserves memory for all records of one emission, so that no two emissions wait for each
   * other's.
   *
   * @return false when the limit is reached for now; an emission alone may be larger than the limit
   */
  boolean tryReserve(long bytes) {
    long out = bytesOut.get();
    while (out == 0 || out + bytes <= limit) {
      if (bytesOut.compareAndSet(out, out + bytes)) {
        return true;
      }
      out = bytesOut.get();
    }
    return false;
  }

  /**
   * A buffer for a record whose memory has been reserved. Where large records are meant to outlive
   * the process and there is no room for this one, it is in private memory.
   */
  LargeBuffer take(int length) {
    LargeBuffer pooled = free[sizeClass(length)].poll();
    if (pooled != null) {
      return pooled;
    }
    try {
      return allocate((int) sizeOf(length));
    } catch (RuntimeException | Error e) {
      cancel(length); // the heap may be used up for now
      throw e;
    }
  }

  /** Gives up the reservation for a record that no buffer was taken for. */
  void cancel(int length) {
    bytesOut.addAndGet(-sizeOf(length));
  }

  private LargeBuffer allocate(int size) {
    LargeBuffer fresh = memory.allocate(size);
    if (fresh == null) {
      trim();
      fresh = memory.allocate(size);
    }
    return fresh == null ? LargeMemory.PRIVATE.allocate(size) : fresh;
  }

  /** What is kept for reuse in other sizes may be in the way. */
  private void trim() {
    for (ManyToManyConcurrentArrayQueue<LargeBuffer> kept : free) {
      for (LargeBuffer buffer = kept.poll(); buffer != null; buffer = kept.poll()) {
        memory.free(buffer);
      }
    }
  }

  /** Whether a record in this buffer would end with the process where others survive it. */
  boolean isExposed(LargeBuffer buffer) {
    return memory != LargeMemory.PRIVATE && !buffer.survives();
  }

  /** Takes a buffer back, and its reservation. */
  void release(LargeBuffer buffer) {
    bytesOut.addAndGet(-buffer.capacity());
    if (!isExposed(buffer) && !free[sizeClass(buffer.capacity())].offer(buffer)) {
      memory.free(buffer);
    }
  }

  private static int sizeClass(int length) {
    int shift = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(length, 1) - 1);
    return Math.max(shift, SMALLEST_SHIFT) - SMALLEST_SHIFT;
  }
}
