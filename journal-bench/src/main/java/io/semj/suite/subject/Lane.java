package io.semj.suite.subject;

import com.lmax.disruptor.Sequence;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A queue of slots from one emitting thread to the consumer. The thread takes the next number of
 * the order of all lanes once its slot is free, so a thread that waits for room holds up nobody.
 *
 * <pre>
 *   0                               8               12              16
 *  +-------------------------------+---------------+---------------+---
 *  | its number plus 1, with release | length      | unused        | the bytes ...
 *  +-------------------------------+---------------+---------------+---
 * </pre>
 */
final class Lane {
  private static final int CACHE_LINE = 64;
  private static final int LENGTH_OFFSET = 8;

  /** What a slot has before the bytes. */
  static final int BYTES_OFFSET = 16;

  private final UnsafeBuffer memory;
  private final int capacity;
  private final int stride;

  // Sequences, since these are alone in their cache lines.
  private final Sequence published = new Sequence(0); // the emitting thread's
  private final Sequence free = new Sequence(); // the emitting thread's: up to where it knows room
  private final Sequence taken = new Sequence(0); // the consumer's
  private final Sequence released = new Sequence(0); // of the consumer, for the emitting thread

  Lane(int capacity, int stride) {
    this.capacity = capacity;
    this.stride = stride;
    memory =
        new UnsafeBuffer(
            ByteBuffer.allocateDirect(capacity * stride + CACHE_LINE).alignedSlice(CACHE_LINE));
    memory.setMemory(0, memory.capacity(), (byte) 0); // no first touch under an emission
    free.set(capacity);
  }

  private int slot(long place) {
    return ((int) place & capacity - 1) * stride;
  }

  /**
   * Puts bytes into the next slot. One thread at a time.
   *
   * @param numbers of all lanes
   * @param abandoned whether nobody consumes any more
   * @return the number of these bytes
   */
  long publish(Sequence numbers, byte[] bytes, BooleanSupplier abandoned) {
    long place = published.get();
    if (place == free.get()) {
      awaitRoom(place, abandoned);
    }
    int slot = slot(place);
    long number = numbers.incrementAndGet();
    memory.putInt(slot + LENGTH_OFFSET, bytes.length, ByteOrder.LITTLE_ENDIAN);
    memory.putBytes(slot + BYTES_OFFSET, bytes);
    memory.putLongOrdered(slot, number + 1);
    published.set(place + 1);
    return number;
  }

  private void awaitRoom(long place, BooleanSupplier abandoned) {
    while (place == released.get() + capacity) {
      if (abandoned.getAsBoolean()) {
        throw new IllegalStateException("nobody consumes any more");
      }
      LockSupport.parkNanos(1); // as the ring's producers do
    }
    free.set(released.get() + capacity);
  }

  /** Hands the next slot to the sink, if its number is this one. Consumer only. */
  boolean take(long number, BareRing.Sink sink) {
    long place = taken.get();
    int slot = slot(place);
    if (memory.getLongVolatile(slot) != number + 1) {
      return false;
    }
    int length = memory.getInt(slot + LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN);
    sink.take(memory, slot + BYTES_OFFSET, length);
    taken.set(place + 1);
    return true;
  }

  /** Gives back the slots that were taken. Consumer only. */
  void release() {
    long now = taken.get();
    if (now != released.get()) {
      released.set(now);
    }
  }
}
