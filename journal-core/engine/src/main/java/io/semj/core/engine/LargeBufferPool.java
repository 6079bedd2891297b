package io.semj.core.engine;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
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
  private static final long WAIT_NANOS = 50_000;

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

  /** A buffer of at least this many bytes, or null when the limit is reached for now. */
  MutableDirectBuffer tryAcquire(int length) {
    int sizeClass = sizeClass(length);
    int size = 1 << (sizeClass + SMALLEST_SHIFT);
    if (bytesOut.addAndGet(size) > limit && bytesOut.get() > size) {
      bytesOut.addAndGet(-size);
      return null;
    }
    MutableDirectBuffer pooled = free[sizeClass].poll();
    return pooled != null ? pooled : new UnsafeBuffer(new byte[size]);
  }

  /** A buffer, waiting while too many are out; the writer gives them back. */
  MutableDirectBuffer acquire(int length, Lifecycle lifecycle) {
    for (MutableDirectBuffer buffer = tryAcquire(length); ; buffer = tryAcquire(length)) {
      if (buffer != null) {
        return buffer;
      }
      lifecycle.requireOpen();
      LockSupport.parkNanos(WAIT_NANOS);
    }
  }

  void release(MutableDirectBuffer buffer) {
    bytesOut.addAndGet(-buffer.capacity());
    free[sizeClass(buffer.capacity())].offer(buffer);
  }

  private static int sizeClass(int length) {
    int shift = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(length, 1) - 1);
    return Math.max(shift, SMALLEST_SHIFT) - SMALLEST_SHIFT;
  }
}
