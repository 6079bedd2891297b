package io.semj.core.engine;

import io.semj.core.JournalState;
import io.semj.error.InsufficientSpaceException;
import java.nio.file.Path;

/** Whether there is room on the disk. Written by the housekeeper and the writer, read by all. */
final class SpaceMonitor {
  private final Path directory;
  private volatile boolean low;
  private volatile boolean full;
  private volatile boolean refused;

  SpaceMonitor(Path directory) {
    this.directory = directory;
  }

  boolean isLow() {
    return low;
  }

  boolean isFull() {
    return full;
  }

  /**
   * Whether what waits to be written waits for space. A device may say that there is some and not
   * give it: then {@link #isFull()} alone changes again and again.
   */
  boolean isShort() {
    return full || refused;
  }

  /** Whether the writer was refused space when it asked last. The writer only. */
  void refused(boolean nowRefused) {
    if (refused != nowRefused) {
      refused = nowRefused;
    }
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
