package io.semj.query;

import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.StorageErrors;
import io.semj.error.CorruptionException;
import io.semj.format.BlockDescriptor;
import io.semj.format.BlockFlyweight;
import io.semj.format.BlockValidator;
import io.semj.format.BlockVerdict;
import io.semj.format.RecordFlyweight;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.roaringbitmap.RoaringBitmap;

/**
 * Reads those blocks of a segment that an index names, in any order: each by itself, and more at
 * once where they lie beside each other, or ahead where they lie apart. One thread.
 */
final class ChosenBlocks implements Closeable {
  private static final int MOST_AT_ONCE = 512 << 10;
  private static final int LEAST_AT_ONCE = 32 << 10;

  /** So much that is not wanted is read rather than passed over. */
  private static final int SMALL_GAP = 16 << 10;

  /** Fewer blocks are not worth being read ahead. */
  private static final int FEWEST_AHEAD = 4;

  /** Blocks lie apart when one of so many or fewer is wanted. */
  private static final int APART = 4;

  private final SegmentFile file;
  private final long generation;
  private final ReadMemory memory;
  private final FileChannel channel;
  private final BlockValidator validator;
  private final BlockFlyweight block = new BlockFlyweight();
  private final BlockRecords records;
  private long lastPosition = Long.MIN_VALUE;
  private long lastEnd = Long.MIN_VALUE;
  private int atOnce;
  private long bufferStart;
  private int bufferLength;
  private AheadBlocks ahead;

  ChosenBlocks(SegmentFile file, long generation, ReadMemory memory) throws IOException {
    this.file = file;
    this.generation = generation;
    this.memory = memory;
    this.records = new BlockRecords(file);
    this.validator = new BlockValidator(generation);
    this.channel = FileChannel.open(file.path(), StandardOpenOption.READ);
  }

  /**
   * Reads blocks ahead from now on, if they are many and lie apart: beside each other they are read
   * at once as it is.
   *
   * @param rows of the segment
   * @param upcoming in the order in which they are to be loaded, or a part of them
   */
  void readAhead(BlockRows rows, RoaringBitmap upcoming, boolean backwards, ReadMemory.Pool pool) {
    int count = upcoming.getCardinality();
    if (ahead == null
        && pool.helper().hasProcessor()
        && count >= FEWEST_AHEAD
        && upcoming.last() - upcoming.first() >= (long) APART * (count - 1)) {
      ahead = new AheadBlocks(file.path(), channel, generation, pool, rows, upcoming, backwards);
    }
  }

  /**
   * Loads a block.
   *
   * @param from where it begins
   * @param to where it ends
   * @throws CorruptionException when there is no such block
   */
  void load(long from, long to) {
    AheadBlock known = ahead == null ? null : ahead.take(from);
    if (known != null) {
      known.giveTo(records);
    } else {
      loadAlone(from, to);
    }
  }

  private void loadAlone(long from, long to) {
    try {
      read(from, to);
    } catch (IOException e) {
      throw StorageErrors.translate(e, file.path(), "read block");
    }
    int offset = (int) (from - bufferStart);
    BlockVerdict verdict = validator.check(memory.stored(0), offset, bufferLength - offset);
    block.wrap(memory.view(), offset);
    records.begin(from, verdict, block, () -> memory.decode(offset, block.blockSize()));
  }

  private void read(long from, long to) throws IOException {
    boolean isAhead = from >= lastEnd && from - lastEnd <= SMALL_GAP;
    boolean isBehind = to <= lastPosition && lastPosition - to <= SMALL_GAP;
    lastPosition = from;
    lastEnd = to;
    if (from >= bufferStart && to <= bufferStart + bufferLength) {
      return;
    }
    atOnce = isAhead || isBehind ? Math.min(MOST_AT_ONCE, Math.max(LEAST_AT_ONCE, atOnce * 2)) : 0;
    long most = to - from;
    if (most > Integer.MAX_VALUE - Long.BYTES || most < BlockDescriptor.HEADER_LENGTH) {
      throw new CorruptionException(
          "index names no block: endPosition=" + to, file.path().toString(), from);
    }
    int length = Math.max((int) most, atOnce);
    fill(isBehind ? Math.max(0, to - length) : from, isBehind ? to : from + length, to);
  }

  /** Reads as much as there is; at least up to the end of the block that is needed. */
  private void fill(long start, long end, long needed) throws IOException {
    ByteBuffer stored = memory.stored((int) (end - start));
    stored.clear().limit((int) (end - start));
    bufferStart = start;
    bufferLength = 0;
    int read = 0;
    while (stored.hasRemaining() && read >= 0) {
      try {
        read = channel.read(stored, start + stored.position());
      } catch (IOException e) {
        if (start + stored.position() < needed) {
          throw e;
        }
        read = -1; // what the device does not give lies behind the block
      }
    }
    bufferLength = stored.position();
    stored.clear();
  }

  /** The next record of the block, or null behind its last. */
  RecordFlyweight next() {
    return records.next();
  }

  /** A record of the block that {@link #next} gave before, by its offset then. */
  RecordFlyweight at(RecordFlyweight view, int offset) {
    return records.at(view, offset);
  }

  @Override
  public void close() throws IOException {
    if (ahead != null) {
      ahead.close();
    }
    channel.close();
  }
}
