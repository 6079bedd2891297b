package io.semj.index;

import static io.semj.index.IndexFileDescriptor.BLOCK_LENGTH;
import static io.semj.index.IndexFileDescriptor.FREQUENT_LENGTH;
import static io.semj.index.IndexFileDescriptor.HEADER_LENGTH;
import static io.semj.index.IndexFileDescriptor.KIND_LENGTH;
import static io.semj.index.IndexFileDescriptor.kindsOffset;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.buffer.ImmutableRoaringBitmap;
import org.roaringbitmap.buffer.MutableRoaringBitmap;

/**
 * The index of a closed segment, as its file tells it. Reads the bytes in place; their checksum has
 * been compared before.
 *
 * <p>The bytes may be those of a mapped file: they are read by plain reads and bulk copies only.
 * Where others have cut such a file short or written over it since, a lookup throws {@link
 * InternalError} or any {@link RuntimeException}, or gives a wrong answer, in bounded time and
 * memory; whoever maps a file finds that out before the answer is used.
 */
public final class IndexFile implements BlockIndex {
  private static final int SPAN = Integer.BYTES;
  private static final int EVENTS = 2 * Integer.BYTES;
  private static final int POSITION = 3 * Integer.BYTES;
  private static final int MIN_TIME = 4 * Integer.BYTES;
  private static final int MAX_TIME = 5 * Integer.BYTES;

  private final ByteBuffer file;
  private final IndexFileHeader header;
  private final TimeScale times;
  private final int blockBits;
  private final ImmutableRoaringBitmap sparse;
  private final TimeGroups timeGroups = new TimeGroups(this);

  /**
   * An index over a whole file.
   *
   * @param header of it
   * @param file from 0 to the header's length
   */
  public IndexFile(IndexFileHeader header, ByteBuffer file) {
    this.header = header;
    this.file = file.duplicate().order(LITTLE_ENDIAN);
    this.times = new TimeScale(header.minTimestamp(), header.maxTimestamp(), header.timeShift());
    this.blockBits = IndexFileDescriptor.blockBits(header.blockCount());
    int sparseLength = header.length() - header.sparseOffset();
    this.sparse =
        sparseLength == 0
            ? new MutableRoaringBitmap()
            : new ImmutableRoaringBitmap(slice(header.sparseOffset(), sparseLength));
  }

  /**
   * What the index is of.
   *
   * @return the header
   */
  public IndexFileHeader header() {
    return header;
  }

  @Override
  public int blockCount() {
    return header.blockCount();
  }

  @Override
  public long position(int block) {
    return Integer.toUnsignedLong(file.getInt(at(block) + POSITION)) * Long.BYTES;
  }

  @Override
  public long endPosition(int block) {
    return block + 1 < header.blockCount() ? position(block + 1) : header.segment().endPosition();
  }

  @Override
  public long firstSequence(int block) {
    return header.firstSequence() + Integer.toUnsignedLong(file.getInt(at(block)));
  }

  @Override
  public long lastSequence(int block) {
    return firstSequence(block) + Integer.toUnsignedLong(file.getInt(at(block) + SPAN));
  }

  @Override
  public int events(int block) {
    return file.getInt(at(block) + EVENTS);
  }

  @Override
  public int ordinal(int block, long sequence) {
    long first = firstSequence(block);
    long span = Integer.toUnsignedLong(file.getInt(at(block) + SPAN));
    if (sequence < first || sequence - first > span) {
      return -1;
    }
    if (span == events(block) - 1) {
      return (int) (sequence - first);
    }
    long from = first - header.firstSequence();
    long to = sequence - header.firstSequence();
    return sparse.contains((int) to) ? (int) sparse.rangeCardinality(from, to) : -1;
  }

  @Override
  public long minTimestamp(int block) {
    return times.time(file.getInt(at(block) + MIN_TIME));
  }

  @Override
  public long maxTimestamp(int block) {
    return times.time(file.getInt(at(block) + MAX_TIME));
  }

  private int at(int block) {
    return HEADER_LENGTH + Objects.checkIndex(block, header.blockCount()) * BLOCK_LENGTH;
  }

  @Override
  public RoaringBitmap blocksWithin(int first, int last, long minNanos, long maxNanos) {
    return timeGroups.blocksWithin(first, last, minNanos, maxNanos);
  }

  @Override
  public boolean has(KeyKind kind) {
    return (header.kindsPresent() & 1 << kind.code()) != 0;
  }

  @Override
  public RoaringBitmap blocksWith(long key) {
    RoaringBitmap blocks = frequent(key);
    int kind = kindsOffset(header.blockCount()) + IndexKey.kindCode(key) * KIND_LENGTH;
    if (file.getInt(kind) > 0) {
      int bucketBits = file.getInt(kind + Integer.BYTES);
      int offset = (int) file.getLong(kind + Long.BYTES);
      RareKeys.Entries entries = new RareKeys.Entries(offset, file.getInt(kind), bucketBits);
      RareKeys.find(file, entries, blockBits, key, blocks::add);
    }
    return blocks;
  }

  private RoaringBitmap frequent(long key) {
    int low = 0;
    int high = header.frequentCount() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int at = header.frequentOffset() + middle * FREQUENT_LENGTH;
      long found = file.getLong(at);
      if (found == key) {
        return bitmap(file.getInt(at + Long.BYTES), file.getInt(at + Long.BYTES + Integer.BYTES));
      }
      if (found < key) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return new RoaringBitmap();
  }

  private ByteBuffer slice(int offset, int length) {
    return file.slice(offset, length).order(LITTLE_ENDIAN);
  }

  private RoaringBitmap bitmap(int offset, int length) {
    int bitmaps = header.frequentOffset() + header.frequentCount() * FREQUENT_LENGTH;
    RoaringBitmap blocks = new RoaringBitmap();
    try {
      // Copied first: others' code is not to see bytes that may be mapped.
      byte[] bytes = new byte[Objects.checkIndex(length, file.limit())];
      file.get(bitmaps + offset, bytes);
      blocks.deserialize(ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN));
    } catch (IOException e) {
      throw new UncheckedIOException("bitmap of a frequent key does not decode", e);
    }
    return blocks;
  }
}
