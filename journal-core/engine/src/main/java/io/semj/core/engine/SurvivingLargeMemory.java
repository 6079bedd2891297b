package io.semj.core.engine;

import io.semj.core.ring.RingFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Buffers for large records in the ring's file, which grows by extents as they are needed, each
 * twice as large as the one before, up to a limit. It takes a lock and may make a system call:
 * large records are worth that, and most are served from the pool above it.
 */
final class SurvivingLargeMemory implements LargeMemory {
  private static final int SMALLEST_SHIFT = 10;
  private static final int FIRST_EXTENT = 1 << 20;
  private static final int LARGEST_EXTENT = 32 << 20;

  private final RingFile file;
  private final long limit;
  private final List<Area> areas = new ArrayList<>();
  private long bytes;
  private int next = FIRST_EXTENT;
  private boolean closed;

  /** An extent and what of it is free. */
  private record Area(ByteBuffer memory, long position, BuddyTree free) {
    boolean holds(long at) {
      return at >= position && at < position + memory.capacity();
    }
  }

  SurvivingLargeMemory(RingFile file, long limit) {
    this.file = file;
    this.limit = limit;
  }

  @Override
  public synchronized LargeBuffer allocate(int size) {
    for (Area area : areas) {
      LargeBuffer buffer = take(area, size);
      if (buffer != null) {
        return buffer;
      }
    }
    return grow(size) ? take(areas.get(areas.size() - 1), size) : null;
  }

  private static int order(int size) {
    return Integer.numberOfTrailingZeros(size) - SMALLEST_SHIFT;
  }

  private static LargeBuffer take(Area area, int size) {
    int leaf = area.free().take(order(size));
    if (leaf < 0) {
      return null;
    }
    int at = leaf << SMALLEST_SHIFT;
    return new LargeBuffer(new UnsafeBuffer(area.memory(), at, size), area.position() + at);
  }

  private boolean grow(int size) {
    int extent = Math.max(next, size);
    if (closed || bytes + extent > limit) {
      return false;
    }
    try {
      RingFile.Extent added = file.extend(extent);
      areas.add(new Area(added.memory(), added.position(), new BuddyTree(order(extent))));
      bytes += extent;
      next = Math.min(LARGEST_EXTENT, 2 * extent);
      return true;
    } catch (IOException full) {
      return false; // the caller has private memory, and waits for the writing instead
    }
  }

  @Override
  public synchronized void free(LargeBuffer buffer) {
    for (Area area : areas) {
      if (area.holds(buffer.ringPosition())) {
        int leaf = (int) (buffer.ringPosition() - area.position()) >> SMALLEST_SHIFT;
        area.free().give(leaf, order(buffer.capacity()));
        return;
      }
    }
  }

  /** Nothing is allocated any more: the file is about to be closed. */
  synchronized void close() {
    closed = true;
    areas.clear();
  }
}
