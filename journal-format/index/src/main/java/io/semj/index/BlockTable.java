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
    final long[] endPosition;
    final long[] firstSequence;
    final long[] lastSequence;
    final int[] events;
    final long[] minTimestamp;
    final long[] maxTimestamp;

    Columns(int capacity) {
      position = new long[capacity];
      endPosition = new long[capacity];
      firstSequence = new long[capacity];
      lastSequence = new long[capacity];
      events = new int[capacity];
      minTimestamp = new long[capacity];
      maxTimestamp = new long[capacity];
    }

    Columns(Columns old, int capacity) {
      position = Arrays.copyOf(old.position, capacity);
      endPosition = Arrays.copyOf(old.endPosition, capacity);
      firstSequence = Arrays.copyOf(old.firstSequence, capacity);
      lastSequence = Arrays.copyOf(old.lastSequence, capacity);
      events = Arrays.copyOf(old.events, capacity);
      minTimestamp = Arrays.copyOf(old.minTimestamp, capacity);
      maxTimestamp = Arrays.copyOf(old.maxTimestamp, capacity);
    }

    void set(int at, BlockSpan block) {
      position[at] = block.position();
      endPosition[at] = block.endPosition();
      firstSequence[at] = block.firstSequence();
      lastSequence[at] = block.lastSequence();
      events[at] = block.events();
      minTimestamp[at] = block.minTimestamp();
      maxTimestamp[at] = block.maxTimestamp();
    }
  }

  void add(BlockSpan block) {
    int at = count;
    Columns into = columns;
    if (at == into.position.length) {
      into = new Columns(into, at * 2);
      columns = into;
    }
    into.set(at, block);
    count = at + 1;
  }

  int count() {
    return count;
  }

  long position(int block) {
    return columns.position[block];
  }

  long endPosition(int block) {
    return columns.endPosition[block];
  }

  long firstSequence(int block) {
    return columns.firstSequence[block];
  }

  long lastSequence(int block) {
    return columns.lastSequence[block];
  }

  int events(int block) {
    return columns.events[block];
  }

  long minTimestamp(int block) {
    return columns.minTimestamp[block];
  }

  long maxTimestamp(int block) {
    return columns.maxTimestamp[block];
  }
}
