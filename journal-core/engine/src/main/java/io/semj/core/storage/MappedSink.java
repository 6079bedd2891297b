package io.semj.core.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Copies blocks into mapped windows that another thread reserves ahead of the writer. Windows
 * behind the writer are unmapped at once, so a journal maps a few tens of megabytes whatever its
 * segments' size.
 */
final class MappedSink implements BlockSink {
  private static final int FIRST_WINDOW = 1 << 20;
  private static final int LARGEST_WINDOW = 16 << 20;
  private static final int WORD = Long.BYTES;

  private final FileChannel channel;
  private final long capacity;
  private final Queue<MappedWindow> reserved = new ConcurrentLinkedQueue<>();
  private final ArrayDeque<MappedWindow> held = new ArrayDeque<>();
  private volatile long reservedEnd;
  private volatile long wantedEnd;
  private int nextWindow = FIRST_WINDOW;
  private boolean closed;

  MappedSink(FileChannel channel, long capacity) {
    this.channel = channel;
    this.capacity = capacity;
  }

  @Override
  public boolean tryWrite(long position, ByteBuffer block, int size) {
    long needed = neededEnd(position, size);
    if (needed > reservedEnd) {
      wantedEnd = needed;
      return false;
    }
    takeUpTo(needed);
    copy(position + WORD, block, WORD, size - WORD);
    held.element().putLongRelease(position, block.getLong(0));
    while (!held.isEmpty() && held.element().end() <= position + size) {
      held.remove().unmap();
    }
    return true;
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
    long start = reservedEnd;
    long due = Math.min(capacity, Math.max(wantedEnd, writerPosition + nextWindow));
    if (closed || start >= due) {
      return false;
    }
    int length = (int) Math.min(nextWindow, capacity - start);
    reserved.add(MappedWindow.reserve(channel, start, length));
    nextWindow = Math.min(LARGEST_WINDOW, nextWindow * 2);
    reservedEnd = start + length;
    return true;
  }

  @Override
  public synchronized void close() {
    closed = true;
    held.forEach(MappedWindow::unmap);
    held.clear();
    for (MappedWindow w = reserved.poll(); w != null; w = reserved.poll()) {
      w.unmap();
    }
  }
}
