package io.semj.recovery.facts;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.core.storage.BlockSource;
import io.semj.error.CompatibilityException;
import io.semj.error.StorageException;
import io.semj.error.UnsupportedFeatureException;
import io.semj.format.BlockDecoder;
import io.semj.format.BlockDescriptor;
import io.semj.format.BlockFlyweight;
import io.semj.format.BlockVerdict;
import io.semj.format.RecordFlyweight;
import io.semj.format.RecordScanner;
import io.semj.recovery.work.Interruption;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Walks the blocks of a segment that prove themselves, whatever lies between them.
 *
 * <p>A block proves itself if and only if (1) it is valid by itself, as the format says, for the
 * segment's generation, (2) its data decompresses, its records tile it, carry the right checksums
 * and ascending sequences of the block's own range, and (3) its id and its sequences are above
 * those of the block before it and inside the window. A copy of a block in somebody's payload fails
 * the third, unless it is the segment's own and its original is damaged.
 *
 * <p>Reads only; what the device does not give counts as damaged. One thread.
 */
public final class ProvenBlocks implements Closeable {
  private static final int STEP = 1 << 20;
  private static final int PAGE = 4096;

  private final Path file;
  private final BlockWindow window;
  private final FileChannel channel;
  private final BlockSource source;
  private final BlockDecoder decoder = new BlockDecoder();
  private final RecordScanner records = new RecordScanner();
  private final RecordFlyweight record = new RecordFlyweight();
  private final long limit;
  private ByteBuffer decoded;
  private long at;
  private long position;
  private long damagedFrom;
  private long lastSequence;
  private long lastBlockId;
  private long earliest;
  private long latest;
  private boolean unreadable;

  /**
   * A walk that begins before the first block.
   *
   * @param file the segment
   * @param window where and what to look for
   * @throws IOException when the file cannot be opened
   */
  public ProvenBlocks(Path file, BlockWindow window) throws IOException {
    this.file = file;
    this.window = window;
    this.lastSequence = window.afterSequence();
    this.at = window.from();
    channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      limit = Math.min(window.to(), channel.size());
      source = new BlockSource(file, window.generation());
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Goes to the next block.
   *
   * @return false when there is none any more; {@link #end()} is behind the last one then
   * @throws UnsupportedFeatureException when a sound block needs a newer version, or a library that
   *     is not there
   */
  public boolean next() {
    damagedFrom = at;
    if (at < limit && isProven(at)) {
      take(at);
      return true;
    }
    long found = search(at + BlockDescriptor.ALIGNMENT);
    if (found < 0) {
      return false;
    }
    take(found);
    return true;
  }

  private void take(long found) {
    position = found;
    at = found + block().blockSize();
    lastSequence = block().lastSequence();
    lastBlockId = block().blockId();
  }

  private long search(long from) {
    ByteBuffer bytes = ByteBuffer.allocate(STEP).order(LITTLE_ENDIAN);
    long start = from;
    while (start < limit) {
      int length = read(bytes, start, STEP);
      for (int i = 0; i + Long.BYTES <= length; i += BlockDescriptor.ALIGNMENT) {
        if (bytes.getInt(i) == BlockDescriptor.MAGIC && start + i < limit && isProven(start + i)) {
          return start + i;
        }
      }
      start += behind(start, length);
    }
    return -1;
  }

  /** Reads what there is up to the first place that cannot be read. */
  private int read(ByteBuffer bytes, long start, int length) {
    bytes.clear().limit(length);
    try {
      int read = 0;
      while (bytes.hasRemaining() && read >= 0) {
        read = channel.read(bytes, start + bytes.position());
      }
    } catch (IOException e) {
      Interruption.translate(e);
      unreadable = true;
    }
    return bytes.position();
  }

  private boolean isProven(long where) {
    try {
      BlockVerdict verdict = source.load(where);
      if (verdict == BlockVerdict.UNSUPPORTED_FLAGS) {
        throw new UnsupportedFeatureException(
            "block needs a newer version: file=" + file + ", position=" + where);
      }
      return verdict == BlockVerdict.VALID
          && where + block().blockSize() <= limit
          && block().blockId() > lastBlockId
          && block().firstSequence() > lastSequence
          && block().lastSequence() <= window.throughSequence()
          && areRecordsSound();
    } catch (IOException e) {
      Interruption.translate(e);
      unreadable = true;
      return false;
    }
  }

  private boolean areRecordsSound() {
    try {
      decoded = decoder.decode(source.bytes(), source.offset(), block().blockSize());
      records.wrap(decoded, block().eventCount(), true);
      earliest = Long.MAX_VALUE;
      latest = Long.MIN_VALUE;
      long before = block().firstSequence() - 1;
      while (records.next()) {
        record.wrap(records.buffer(), records.offset());
        long sequence = record.userspaceSequence();
        if (sequence <= before || sequence > block().lastSequence()) {
          return false;
        }
        before = sequence;
        earliest = Math.min(earliest, record.timestampNanos());
        latest = Math.max(latest, record.timestampNanos());
      }
      return before == block().lastSequence();
    } catch (CompatibilityException e) {
      // The checksum is right, so this is no damage: somebody with the library can read it.
      throw new UnsupportedFeatureException(
          "block is sound and cannot be read here: file=" + file + ", " + e.getMessage(), e);
    } catch (StorageException e) {
      return false;
    }
  }

  /**
   * The current block.
   *
   * @return a view, valid until the next call of {@link #next()}
   */
  public BlockFlyweight block() {
    return source.block();
  }

  /**
   * The memory that holds the current block, which begins at {@link #offset()}.
   *
   * @return the bytes
   */
  public ByteBuffer bytes() {
    return source.bytes();
  }

  /**
   * Where the current block begins in {@link #bytes()}.
   *
   * @return the offset
   */
  public int offset() {
    return source.offset();
  }

  /**
   * The current block's records, to be walked from the first.
   *
   * @return a scanner that checks no checksums: that is done
   */
  public RecordScanner records() {
    return records.wrap(decoded, block().eventCount(), false);
  }

  /**
   * Where the current block begins in the file.
   *
   * @return the position
   */
  public long position() {
    return position;
  }

  /**
   * Where the bytes before the current block begin that are no block of the segment; the block's
   * own position when there are none. At the end: where the last block ends.
   *
   * @return the position
   */
  public long damagedFrom() {
    return damagedFrom;
  }

  /**
   * The earliest time of an event of the current block.
   *
   * @return ns since 1970
   */
  public long earliest() {
    return earliest;
  }

  /**
   * The latest time of an event of the current block.
   *
   * @return ns since 1970
   */
  public long latest() {
    return latest;
  }

  /**
   * Where the last block ends, or where the search began.
   *
   * @return the position
   */
  public long end() {
    return at;
  }

  /**
   * The last byte of the file that is not zero, behind a place.
   *
   * @param from the place
   * @return the position behind that byte; {@code from} when all is zero from there on
   * @throws IOException when the file cannot be read
   */
  public long usedBehind(long from) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(STEP);
    long used = from;
    long size = channel.size();
    long start = from;
    while (start < size) {
      int length = read(bytes, start, STEP);
      for (int i = length; i > 0; i--) {
        if (bytes.get(i - 1) != 0) {
          used = start + i;
          break;
        }
      }
      start += behind(start, length);
    }
    return used;
  }

  /** Where the device gives less than a step, it goes on behind the page that it does not give. */
  private static long behind(long start, int length) {
    return length == STEP ? STEP : (start + length) / PAGE * PAGE + PAGE - start;
  }

  /**
   * Whether the device has not given something that was asked for so far.
   *
   * @return true when it failed; false when all that is damaged was read
   */
  public boolean metUnreadable() {
    return unreadable;
  }

  @Override
  public void close() throws IOException {
    try (channel;
        decoder) {
      source.close();
    }
  }
}
