package io.semj.recovery.upkeep;

import io.semj.error.ResourceExhaustedException;
import io.semj.recovery.upkeep.LatestKey.KeyHash;

/**
 * The latest sequence of each key: an open-addressing table of 24 bytes a slot, at most half full,
 * that grows by doubling up to the most keys there may be. A million keys take 50 MB, and 75 MB
 * while the table grows.
 */
final class LatestTable {
  private static final int FIRST_SLOTS = 1 << 12;
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final int mostKeys;
  private long[] high = new long[FIRST_SLOTS];
  private long[] low = new long[FIRST_SLOTS];
  private long[] sequences = new long[FIRST_SLOTS];
  private int size;

  LatestTable(int mostKeys) {
    this.mostKeys = mostKeys;
  }

  /** Sequences begin at 1, so that 0 is an empty slot. */
  void put(KeyHash key, long sequence) {
    int slot = slotOf(key.high(), key.low());
    if (sequences[slot] == 0) {
      if (size == mostKeys) {
        throw new TooManyKeysException(mostKeys);
      }
      size++;
      high[slot] = key.high();
      low[slot] = key.low();
    }
    sequences[slot] = sequence;
    if (size * 2L > sequences.length) {
      grow();
    }
  }

  long get(KeyHash key) {
    return sequences[slotOf(key.high(), key.low())];
  }

  private int slotOf(long keyHigh, long keyLow) {
    int mask = sequences.length - 1;
    int slot = (int) (((keyHigh ^ keyLow) * SPREAD) >>> Integer.SIZE) & mask;
    while (sequences[slot] != 0 && (high[slot] != keyHigh || low[slot] != keyLow)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldHigh = high;
    long[] oldLow = low;
    long[] oldSequences = sequences;
    int slots = oldSequences.length * 2;
    high = new long[slots];
    low = new long[slots];
    sequences = new long[slots];
    for (int i = 0; i < oldSequences.length; i++) {
      if (oldSequences[i] != 0) {
        int slot = slotOf(oldHigh[i], oldLow[i]);
        high[slot] = oldHigh[i];
        low[slot] = oldLow[i];
        sequences[slot] = oldSequences[i];
      }
    }
  }

  int size() {
    return size;
  }

  /** More keys than the caller gave memory for. */
  static final class TooManyKeysException extends ResourceExhaustedException {
    private static final long serialVersionUID = 1L;

    TooManyKeysException(int most) {
      super(
          "more keys than allowed, nothing was compacted: most=" + most + "; raise maxKeys for it");
    }
  }
}
