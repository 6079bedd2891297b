package io.semj.query;

import io.semj.core.storage.StorageErrors;
import io.semj.error.StorageException;
import io.semj.index.BlockSpan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * Reads blocks before they are asked for, a few at most, and has a helper decompress them
 * meanwhile. The thread that asks decompresses itself what the helper has not begun, so that an
 * answer needs no helper; it waits only while the helper is at the very block. What is wrong with a
 * block is said when it is asked for, not before. One thread, and the helper beside it.
 */
final class AheadBlocks {
  /** That are in memory at once. */
  static final int MOST = 16;

  /** Larger ones are not read ahead. */
  private static final long LARGEST = 64 << 10;

  /** How long the helper looks for more, some tens of microseconds, before it ends. */
  private static final int MOST_LOOKS = 2_000;

  private static final long PAUSE_NANOS = 20_000;
  private static final long CLOSED = Long.MAX_VALUE;

  private final Path file;
  private final FileChannel channel;
  private final ReadMemory.Pool pool;
  private final BlockRows rows;
  private final IntIterator upcoming;
  private final boolean backwards;
  private final AheadBlock[] ring = new AheadBlock[MOST];

  /** How many blocks were read so far. Blocks are counted from 0. */
  private final AtomicLong read = new AtomicLong();

  /** How many of them somebody has begun to decode. */
  private final AtomicLong begun = new AtomicLong();

  /** How many of them are not needed any more. */
  private long released;

  private volatile boolean isHelped;

  AheadBlocks(
      Path file,
      FileChannel channel,
      long generation,
      ReadMemory.Pool pool,
      BlockRows rows,
      RoaringBitmap chosen,
      boolean backwards) {
    this.file = file;
    this.channel = channel;
    this.pool = pool;
    this.rows = rows;
    this.backwards = backwards;
    this.upcoming = backwards ? chosen.getReverseIntIterator() : chosen.getIntIterator();
    for (int i = 0; i < MOST; i++) {
      ring[i] = new AheadBlock(pool.take(), generation);
    }
  }

  /**
   * The block at a position, decoded. Those that come before it are passed over.
   *
   * @param position where it begins
   * @return the block, good until the next call; null when it is none of those that were to come
   */
  AheadBlock take(long position) {
    while (true) {
      readOn();
      if (released == read.get()) {
        return null;
      }
      AheadBlock first = ring[(int) (released % MOST)];
      if (first.position() != position && isBehind(first, position)) {
        return null;
      }
      decoded(first);
      if (first.position() == position) {
        return first;
      }
      released++;
    }
  }

  private boolean isBehind(AheadBlock block, long position) {
    return backwards ? block.position() < position : block.position() > position;
  }

  private void readOn() {
    while (read.get() - released < MOST && upcoming.hasNext()) {
      BlockSpan block = rows.get(upcoming.next());
      long length = block.endPosition() - block.position();
      if (length > 0 && length <= LARGEST) {
        AheadBlock next = ring[(int) (read.get() % MOST)];
        read(next, block.position(), (int) length);
        read.incrementAndGet();
        callHelper();
      }
    }
  }

  private void read(AheadBlock block, long from, int length) {
    ByteBuffer into = block.begin(from, length);
    try {
      while (into.hasRemaining() && channel.read(into, from + into.position()) >= 0) {
        // On to the next part.
      }
      block.wasRead(into.position());
    } catch (IOException e) {
      StorageException failure = StorageErrors.translate(e, file, "read block");
      if (!channel.isOpen()) {
        throw failure; // this thread was interrupted
      }
      block.wasNotRead(failure);
    }
  }

  /** Sees to it that somebody has decoded a block, the first that is not released. */
  private void decoded(AheadBlock block) {
    for (int looks = 0; !block.isDecoded(); looks++) {
      if (!decodeNext()) {
        if (looks < MOST_LOOKS) {
          Thread.onSpinWait();
        } else {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    }
  }

  /** False when all that was read is decoded, or somebody is at it. Any thread. */
  private boolean decodeNext() {
    long next = begun.get();
    if (next >= read.get()) {
      return false;
    }
    if (begun.compareAndSet(next, next + 1)) {
      ring[(int) (next % MOST)].decode();
    }
    return true;
  }

  private void callHelper() {
    if (!isHelped && read.get() - begun.get() > 1) {
      isHelped = true;
      if (!pool.helper().run(this::help)) {
        isHelped = false;
      }
    }
  }

  private void help() {
    int looks = 0;
    while (looks < MOST_LOOKS && !isClosed()) {
      if (decodeNext()) {
        looks = 0;
      } else {
        looks++;
        Thread.onSpinWait();
      }
    }
    isHelped = false;
  }

  private boolean isClosed() {
    return begun.get() == CLOSED;
  }

  /** Once this returns the helper is at nothing any more. Again: does nothing. */
  void close() {
    long first = begun.getAndSet(CLOSED);
    if (first == CLOSED) {
      return;
    }
    for (long block = released; block < Math.min(first, read.get()); block++) {
      decoded(ring[(int) (block % MOST)]);
    }
    for (AheadBlock block : ring) {
      pool.giveBack(block.memory());
    }
  }
}
