package io.semj.core.engine;

import java.util.concurrent.atomic.AtomicLong;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ManyToManyConcurrentArrayQueue;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Buffers for records that are larger than a ring slot, so that they do not make every slot large.
 * A few of each power of two are kept for reuse; all that are out at a time stay under a limit.
 */
final class LargeBufferPool {
  private static final int SMALLEST_SHIFT = 10;
  private static final int CLASSES = 16;
  private static final long RETAINED_PER_CLASS = 4L << 20;
  private static final int MOST_RETAINED = 256;

  private final ManyToManyConcurrentArrayQueue<MutableDirectBuffer>[] free;
  private final AtomicLong bytesOut = new AtomicLong();
  private final long limit;

  LargeBufferPool(long limit) {
    this.limit = limit;
    @SuppressWarnings({"unchecked", "rawtypes"})
    ManyToManyConcurrentArrayQueue<MutableDirectBuffer>[] queues =
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

  /** A buffer for a record whose memory has been reserved. */
  MutableDirectBuffer take(int length) {
    MutableDirectBuffer pooled = free[sizeClass(length)].poll();
    return pooled != null ? pooled : new UnsafeBuffer(new byte[(int) sizeOf(length)]);
  }

  /** Takes a buffer back, and its reservation. */
  void release(MutableDirectBuffer buffer) {
    bytesOut.addAndGet(-buffer.capacity());
    free[sizeClass(buffer.capacity())].offer(buffer);
  }

  private static int sizeClass(int length) {
    int shift = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(length, 1) - 1);
    return Math.max(shift, SMALLEST_SHIFT) - SMALLEST_SHIFT;
  }
}
