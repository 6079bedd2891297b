package io.semj.core.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Copies blocks into mapped windows that another thread reserves ahead of the writer and unmaps
 * behind it, so a journal maps a few megabytes whatever its segments' size.
 *
 * <p>Two things keep forcing cheap. The force covers the range that was written, not the file,
 * whose zeros reserved ahead would otherwise be written to the disk too. And where forces follow
 * each other closely blocks are written through the channel, small ones too: a page that was stored
 * to in a window costs a page fault and, at the next force, a flush of the other cores'
 * translations of its own, which holds up who emits for some microseconds; and the first store to
 * any page waits for the file system's journal, which each force makes it commit.
 *
 * <p>A block that goes through the channel needs no reservation: there a full disk is an exception.
 * So a writer that has caught up with what is reserved does not wait, it goes on behind it, and
 * nothing is reserved until it has become slow again: two threads that write to one file take turns
 * for its lock. {@link WarmPages} are made for it meanwhile. What lies behind {@link #allocatedEnd}
 * is touched only with the lock held: zeros never fall on a block.
 */
final class MappedSink implements BlockSink {
  private static final int WINDOW = 512 << 10;
  private static final int LEAST_AHEAD = 1 << 20;
  private static final int MOST_AHEAD = 16 << 20;
  private static final int WORD = Long.BYTES;
  private static final int PAGE = SegmentAppender.PAGE;
  private static final long NOTHING = -1;

  /** What a force covers at most where forces follow each other closely. */
  private static final int FREQUENT_FORCE = 64 << 20;

  private final FileChannel channel;
  private final BlockFile file;
  private final long capacity;
  private final LongSupplier nanoClock;
  private final Queue<MappedWindow> reserved = new ConcurrentLinkedQueue<>();
  private final ArrayDeque<MappedWindow> held = new ArrayDeque<>();

  /** Written full; unmapping takes too long for the writer. */
  private final Queue<MappedWindow> retired = new ConcurrentLinkedQueue<>();

  private final ForcedRange forcedRange;
  private volatile long forcedEnd;
  private volatile long lastForced = Long.MAX_VALUE;

  /**
   * Held while the file grows, by zeros or by a block; the writer does not wait for it to write.
   */
  private final ReentrantLock growing = new ReentrantLock();

  private final WriterPace pace = new WriterPace();
  private final WarmPages warmPages;

  /** Up to where the file is written, by blocks and zeros behind them. Grows with the lock held. */
  private volatile long allocatedEnd;

  private volatile long wantedEnd;

  /** Whether the writer may let the file grow by itself. */
  private volatile boolean plenty;

  /** Whether the writer lets the file grow by itself. */
  private volatile boolean leading;

  /** Whether blocks go past the page cache now, or will behind what is reserved. */
  private volatile boolean bypassing;

  /** Whether that failed since something was reserved the last time. */
  private volatile boolean refused;

  /** Up to where a block that failed may have left bytes below what was allocated then. */
  private long tornEnd = NOTHING;

  private int ahead = LEAST_AHEAD;
  private boolean closed;

  /**
   * A sink for an empty file.
   *
   * @param direct null where there is none; closed with this
   * @param nanoClock as {@link System#nanoTime()}
   */
  MappedSink(FileChannel channel, DirectWrites direct, long capacity, LongSupplier nanoClock) {
    this.channel = channel;
    this.file = new BlockFile(channel, direct);
    this.capacity = capacity;
    this.nanoClock = nanoClock;
    this.forcedRange = new ForcedRange(channel);
    this.warmPages = new WarmPages(channel, capacity);
  }

  @Override
  public boolean tryWrite(long position, ByteBuffer blocks, boolean bypass) throws IOException {
    int size = blocks.remaining();
    bypassing = bypass && file.isForBypass(blocks);
    if (isReserved(position, size)) {
      if (bypassing && plenty && !refused) {
        leading = true; // behind what is reserved
      }
      writeReserved(position, blocks);
      return true;
    }
    if (!plenty || refused || !(bypassing || forcesAreFrequent())) {
      leading = false;
      wantedEnd = neededEnd(position, size);
      return false;
    }
    return tryLead(position, blocks);
  }

  private void writeReserved(long position, ByteBuffer blocks) throws IOException {
    int size = blocks.remaining();
    int begin = blocks.position();
    takeUpTo(neededEnd(position, size));
    if (forcesAreFrequent()) {
      file.publish(position, blocks);
    } else {
      copy(position + WORD, blocks, begin + WORD, size - WORD);
      held.element().putLongRelease(position, blocks.getLong(begin));
    }
    retireUpTo(position + size);
  }

  /** Writes blocks where nothing is reserved, unless something is being reserved there. */
  private boolean tryLead(long position, ByteBuffer blocks) throws IOException {
    int size = blocks.remaining();
    leading = true; // before trying: whoever reserves leaves off then
    if (!growing.tryLock()) {
      return false;
    }
    try {
      if (isReserved(position, size)) {
        writeReserved(position, blocks);
      } else {
        tornEnd = allocatedEnd;
        warmPages.extendFor(position + size);
        if (bypassing) {
          file.publishBypassing(position, blocks);
        } else {
          file.publish(position, blocks);
        }
        allocatedEnd = position + size;
        held.addAll(reserved);
        reserved.clear();
        retireUpTo(position + size);
      }
      tornEnd = NOTHING;
      return true;
    } catch (IOException e) {
      // There may be no space: whoever reserves finds that out, and when there is some again.
      refused = true;
      leading = false;
      wantedEnd = neededEnd(position, size);
      throw e;
    } finally {
      growing.unlock();
    }
  }

  private boolean forcesAreFrequent() {
    return lastForced < FREQUENT_FORCE;
  }

  @Override
  public void discard(long position) throws IOException {
    if (tornEnd == NOTHING) {
      return; // in reserved space nothing is stored before there is room for all of it
    }
    growing.lock();
    try {
      MappedWindow.clear(channel, position, tornEnd);
      // Nothing is mapped behind it.
      if (channel.size() > allocatedEnd) {
        channel.truncate(allocatedEnd);
        warmPages.cut();
      }
      tornEnd = NOTHING;
    } finally {
      growing.unlock();
    }
  }

  @Override
  public void force(long upTo) throws IOException {
    long from = forcedEnd;
    if (upTo > from) {
      if (leading && !forcedRange.covers(upTo)) {
        channel.force(false); // no zeros are ahead, and a mapping would not last
      } else {
        forcedRange.force(from, upTo, allocatedEnd);
      }
    }
    lastForced = upTo - from;
    forcedEnd = upTo;
  }

  /** One zero word behind the block ends the log for readers. */
  private long neededEnd(long position, int size) {
    return Math.min(capacity, position + size + WORD);
  }

  @Override
  public boolean isReserved(long position, int size) {
    return neededEnd(position, size) <= allocatedEnd;
  }

  private void takeUpTo(long end) {
    while (held.isEmpty() || held.getLast().end() < end) {
      held.add(reserved.remove());
    }
  }

  private void retireUpTo(long end) {
    while (!held.isEmpty() && held.element().end() <= end) {
      retired.add(held.remove());
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
  public boolean reserve(long writerPosition, boolean isPlenty) throws IOException {
    plenty = isPlenty;
    return reserveIfDue(writerPosition)
        || (leading && !bypassing && warmPages.warm(writerPosition));
  }

  private boolean reserveIfDue(long writerPosition) throws IOException {
    growing.lock();
    try {
      unmapRetired();
      return !closed && isReservingDue(writerPosition) && reserveNext(writerPosition);
    } finally {
      growing.unlock();
    }
  }

  private boolean isReservingDue(long writerPosition) {
    if (!leading || !plenty) {
      leading = false;
      pace.restart();
    } else if (bypassing) {
      pace.restart();
    } else if (pace.isSlow(writerPosition, nanoClock.getAsLong())) {
      leading = false;
    }
    return !leading;
  }

  private boolean reserveNext(long writerPosition) throws IOException {
    long start = allocatedEnd;
    if (start >= Math.min(capacity, Math.max(wantedEnd, writerPosition + ahead))) {
      return false;
    }
    long end = Math.min(capacity, (start + WINDOW) / PAGE * PAGE);
    MappedWindow window = MappedWindow.reserve(channel, start, (int) (end - start), () -> leading);
    reserved.add(window);
    ahead = Math.min(MOST_AHEAD, ahead + WINDOW);
    refused = false;
    allocatedEnd = window.end();
    return true;
  }

  private void unmapRetired() {
    for (MappedWindow window = retired.poll(); window != null; window = retired.poll()) {
      window.unmap();
    }
  }

  @Override
  public void close() throws IOException {
    warmPages.close();
    growing.lock();
    try {
      closed = true;
      unmapRetired();
      forcedRange.free();
      held.forEach(MappedWindow::unmap);
      held.clear();
      reserved.forEach(MappedWindow::unmap);
      reserved.clear();
    } finally {
      growing.unlock();
    }
    file.close();
  }
}
