package io.semj.recovery.simulation;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;

/** A lock on a whole file, held until it is released or its channel closed. */
final class SimulatedLock extends FileLock {
  private final SimulatedDisk disk;

  SimulatedLock(SimulatedDisk disk, FileChannel channel) {
    super(channel, 0, Long.MAX_VALUE, false);
    this.disk = disk;
  }

  @Override
  public boolean isValid() {
    return disk.holds(this);
  }

  @Override
  public void release() {
    disk.unlock(acquiredBy());
  }
}
