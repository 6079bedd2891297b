package io.semj.core.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.agrona.BufferUtil;

/**
 * Copies blocks into mapped windows that another thread reserves ahead of the writer and unmaps
 * behind it, so a journal maps a few megabytes whatever its segments' size.
 *
 * <p>Three things keep forcing cheap. The force covers the range that was written, not the file,
 * whose zeros reserved ahead would otherwise be written to the disk too. It goes through a mapping
 * of its own that is kept, since mapping and unmapping a range for each force takes half as long as
 * forcing a small one. And where forces follow each other closely blocks are written through the
 * channel, small ones too: a page that was stored to in a window costs a page fault and, at the
 * next force, a flush of the other cores' translations of its own, which holds up who emits for
 * some microseconds; and the first store to any page waits for the file system's journal, which
 * each force makes it commit.
 */
final class MappedSink implements BlockSink {
  private static final int WINDOW = 512 << 10;
  private static final int LEAST_AHEAD = 1 << 20;
  private static final int MOST_AHEAD = 16 << 20;
  private static final long LARGEST_FORCE = 1 << 30;
  private static final int WORD = Long.BYTES;

  /** What a force covers at most where forces follow each other closely. */
  private static final int FREQUENT_FORCE = 64 << 20;

  private final FileChannel channel;
  private final long capacity;
  private final Queue<MappedWindow> reserved = new ConcurrentLinkedQueue<>();
  private final ArrayDeque<MappedWindow> held = new ArrayDeque<>();

  /** Written full; unmapping takes too long for the writer. */
  private final Queue<MappedWindow> retired = new ConcurrentLinkedQueue<>();

  private volatile long forcedEnd;
  private volatile long lastForced = Long.MAX_VALUE;
  private MappedByteBuffer forcing;
  private long forcingStart;
  private volatile long reservedEnd;
  private volatile long wantedEnd;
  private int ahead = LEAST_AHEAD;
  private boolean closed;

  MappedSink(FileChannel channel, long capacity) {
    this.channel = channel;
    this.capacity = capacity;
  }

  @Override
  public boolean tryWrite(long position, ByteBuffer block, int size) throws IOException {
    long needed = neededEnd(position, size);
    if (needed > reservedEnd) {
      wantedEnd = needed;
      return false;
    }
    takeUpTo(needed);
    if (lastForced < FREQUENT_FORCE) {
      ChannelSink.publish(channel, position, block, size);
    } else {
      copy(position + WORD, block, WORD, size - WORD);
      held.element().putLongRelease(position, block.getLong(0));
    }
    while (!held.isEmpty() && held.element().end() <= position + size) {
      retired.add(held.remove());
    }
    return true;
  }

  @Override
  public void discard(long position) {
    // Nothing is stored before there is room for all of it.
  }

  @Override
  public void force(long upTo) throws IOException {
    long from = forcedEnd;
    if (upTo - from > LARGEST_FORCE) {
      channel.force(false);
    } else if (upTo > from) {
      forceRange(from, upTo);
    }
    lastForced = upTo - from;
    forcedEnd = upTo;
  }

  private void forceRange(long from, long upTo) throws IOException {
    if (forcing == null || upTo > forcingStart + forcing.capacity()) {
      freeForcing();
      long length = Math.min(reservedEnd - from, Integer.MAX_VALUE);
      forcing = channel.map(FileChannel.MapMode.READ_WRITE, from, length);
      forcingStart = from;
    }
    try {
      forcing.force((int) (from - forcingStart), (int) (upTo - from));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void freeForcing() {
    if (forcing != null) {
      BufferUtil.free(forcing);
      forcing = null;
    }
  }

  /** One zero word behind the block ends the log for readers. */
  private long neededEnd(long position, int size) {
    return Math.min(capacity, position + size + WORD);
  }

  @Override
  public boolean isReserved(long position, int size) {
    return neededEnd(position, size) <= reservedEnd;
  }

  private void takeUpTo(long end) {
    while (held.isEmpty() || held.getLast().end() < end) {
      held.add(reserved.remove());
    }
  }

  private void copy(long position, ByteBuffer block, int from, int length) {
    long at = position;
    int offset = from;
    int left = length;
    for (MappedWindow window : held) {
      if (left > 0 && at < window.end()) {
        int copied = window.put(at, block, offset, left);
        at += copied;
        offset += copied;
        left -= copied;
      }
    }
  }

  @Override
  public synchronized boolean reserve(long writerPosition) throws IOException {
    unmapRetired();
    long start = reservedEnd;
    long due = Math.min(capacity, Math.max(wantedEnd, writerPosition + ahead));
    if (closed || start >= due) {
      return false;
    }
    int length = (int) Math.min(WINDOW, capacity - start);
    reserved.add(MappedWindow.reserve(channel, start, length));
    ahead = Math.min(MOST_AHEAD, ahead + WINDOW);
    reservedEnd = start + length;
    return true;
  }

  private void unmapRetired() {
    for (MappedWindow window = retired.poll(); window != null; window = retired.poll()) {
      window.unmap();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    unmapRetired();
    freeForcing();
    held.forEach(MappedWindow::unmap);
    held.clear();
    reserved.forEach(MappedWindow::unmap);
    reserved.clear();
  }
}
