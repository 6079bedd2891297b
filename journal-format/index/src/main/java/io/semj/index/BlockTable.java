package io.semj.index;

import java.util.Arrays;

/** Positions, sequences and times of blocks, as they come. One thread adds, any thread reads. */
final class BlockTable {
  private static final int FIRST_CAPACITY = 64;

  /** Replaced when it has to grow; what is below the count never changes. */
  private volatile Columns columns = new Columns(FIRST_CAPACITY);

  private volatile int count;

  private static final class Columns {
    final long[] position;
    final long[] firstSequence;
    final long[] minTimestamp;
    final long[] maxTimestamp;

    Columns(int capacity) {
      position = new long[capacity];
      firstSequence = new long[capacity];
      minTimestamp = new long[capacity];
      maxTimestamp = new long[capacity];
    }

    Columns(Columns old, int capacity) {
      position = Arrays.copyOf(old.position, capacity);
      firstSequence = Arrays.copyOf(old.firstSequence, capacity);
      minTimestamp = Arrays.copyOf(old.minTimestamp, capacity);
      maxTimestamp = Arrays.copyOf(old.maxTimestamp, capacity);
    }
  }

  void add(BlockSpan block) {
    int at = count;
    Columns into = columns;
    if (at == into.position.length) {
      into = new Columns(into, at * 2);
      columns = into;
    }
    into.position[at] = block.position();
    into.firstSequence[at] = block.firstSequence();
    into.minTimestamp[at] = block.minTimestamp();
    into.maxTimestamp[at] = block.maxTimestamp();
    count = at + 1;
  }

  int count() {
    return count;
  }

  long position(int block) {
    return columns.position[block];
  }

  long firstSequence(int block) {
    return columns.firstSequence[block];
  }

  long minTimestamp(int block) {
    return columns.minTimestamp[block];
  }

  long maxTimestamp(int block) {
    return columns.maxTimestamp[block];
  }
}
