package io.semj.demo;

import java.util.Arrays;

/** The digest of every event that was emitted, by its sequence. Any thread. */
final class EmittedDigests {
  private static final int INITIAL = 1 << 14;

  private long[] digests = new long[INITIAL];
  private long count;

  synchronized void put(long sequence, long digest) {
    int index = Math.toIntExact(sequence);
    if (index >= digests.length) {
      digests = Arrays.copyOf(digests, Math.max(index + 1, digests.length * 2));
    }
    digests[index] = digest;
    count++;
  }

  /** Whether an event with this digest was emitted under this sequence. */
  synchronized boolean matches(long sequence, long digest) {
    return sequence > 0 && sequence < digests.length && digests[(int) sequence] == digest;
  }

  synchronized long count() {
    return count;
  }
}
