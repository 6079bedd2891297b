package io.semj.core.engine;

import io.semj.core.JournalState;
import io.semj.error.InsufficientSpaceException;
import java.nio.file.Path;

/** Whether there is room on the disk. Written by the housekeeper and the writer, read by all. */
final class SpaceMonitor {
  private final Path directory;
  private volatile boolean low;
  private volatile boolean full;

  SpaceMonitor(Path directory) {
    this.directory = directory;
  }

  boolean isLow() {
    return low;
  }

  boolean isFull() {
    return full;
  }

  JournalState state() {
    if (full) {
      return JournalState.SPACE_FULL;
    }
    return low ? JournalState.SPACE_LOW : JournalState.OPEN;
  }

  void low(boolean nowLow) {
    low = nowLow;
  }

  void full(boolean nowFull) {
    full = nowFull;
  }

  InsufficientSpaceException exception() {
    return new InsufficientSpaceException("no space left for the journal: directory=" + directory);
  }
}
