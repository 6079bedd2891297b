package io.semj.recovery.replay;

import io.semj.format.RecordFlyweight;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Copies of records on their way to the workers, with a list for each of them. The thread that
 * reads fills it and hands it out; the workers only read it, and count themselves out when they are
 * done; the last one to leave makes it the reading thread's again.
 */
final class Batch {
  static final int MOST_RECORDS = 1_024;
  static final int USUAL_BYTES = 256 * 1024;
  private static final int MOST_KEPT_BYTES = 1 << 20;
  private static final int ALIGNMENT = 8;

  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[USUAL_BYTES]);
  private final int[][] offsets;
  private final int[] counts;
  private final AtomicInteger working = new AtomicInteger();
  private int used;
  private int records;
  private long lastSequence;
  private volatile boolean abandoned;

  Batch(int workers) {
    offsets = new int[workers][64];
    counts = new int[workers];
  }

  boolean isEmpty() {
    return records == 0;
  }

  boolean hasRoom(int length) {
    return records < MOST_RECORDS && used + length <= USUAL_BYTES;
  }

  /** Adds a copy of a record, of any length if the batch is empty. */
  void add(RecordFlyweight record, int worker) {
    int length = record.length();
    if (used + length > buffer.capacity()) {
      byte[] larger = new byte[BitUtil.align(used + length, ALIGNMENT)];
      buffer.getBytes(0, larger, 0, used);
      buffer.wrap(larger);
    }
    record.buffer().getBytes(record.offset(), buffer, used, length);
    int index = counts[worker]++;
    if (index == offsets[worker].length) {
      offsets[worker] = Arrays.copyOf(offsets[worker], 2 * index);
    }
    offsets[worker][index] = used;
    used += BitUtil.align(length, ALIGNMENT);
    records++;
    lastSequence = record.userspaceSequence();
  }

  /** Counts the workers that have something to do in, before any of them gets the batch. */
  void handOut() {
    int busy = 0;
    for (int count : counts) {
      if (count > 0) {
        busy++;
      }
    }
    working.set(busy);
  }

  int count(int worker) {
    return counts[worker];
  }

  int offset(int worker, int index) {
    return offsets[worker][index];
  }

  UnsafeBuffer buffer() {
    return buffer;
  }

  int bytes() {
    return used;
  }

  long lastSequence() {
    return lastSequence;
  }

  /** A worker leaves; tells whether it was the last. */
  boolean leave() {
    return working.decrementAndGet() == 0;
  }

  boolean isDone() {
    return working.get() == 0;
  }

  /** Not all of it was handled, and will not be. */
  void abandon() {
    abandoned = true;
  }

  boolean isAbandoned() {
    return abandoned;
  }

  void clear() {
    used = 0;
    records = 0;
    Arrays.fill(counts, 0);
    if (buffer.capacity() > MOST_KEPT_BYTES) {
      buffer.wrap(new byte[USUAL_BYTES]);
    }
  }
}
