package io.semj.query;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.format.BlockDecoder;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Memory that blocks are read into and decoded in, which one query after another uses: making it
 * costs more than reading a block does. For one thread at a time.
 */
final class ReadMemory {
  private static final int FIRST_CAPACITY = 64 << 10;

  /** Memory that has grown beyond this is not kept for other queries. */
  private static final int MOST_KEPT = 1 << 20;

  private final BlockDecoder decoder = new BlockDecoder();
  private ByteBuffer stored = ByteBuffer.allocateDirect(FIRST_CAPACITY).order(LITTLE_ENDIAN);
  private UnsafeBuffer view = new UnsafeBuffer(stored);
  private int mostDecoded;

  /**
   * What queries share: memory that is not in use, at most as much as the processors and one that
   * reads ahead need, and a helper. Any thread.
   */
  static final class Pool {
    private static final int MOST_UNUSED =
        Runtime.getRuntime().availableProcessors() + AheadBlocks.MOST;

    private final QueryHelper helper;
    private final ArrayDeque<ReadMemory> unused = new ArrayDeque<>();
    private boolean closed;

    Pool() {
      this(new QueryHelper());
    }

    Pool(QueryHelper helper) {
      this.helper = helper;
    }

    QueryHelper helper() {
      return helper;
    }

    synchronized ReadMemory take() {
      return unused.isEmpty() ? new ReadMemory() : unused.pop();
    }

    synchronized void giveBack(ReadMemory memory) {
      if (!closed && memory.isSmall() && unused.size() < MOST_UNUSED) {
        unused.push(memory);
      } else {
        memory.decoder.close();
      }
    }

    /** What is given back from now on is not kept. */
    synchronized void close() {
      closed = true;
      unused.forEach(memory -> memory.decoder.close());
      unused.clear();
    }
  }

  private boolean isSmall() {
    return stored.capacity() <= MOST_KEPT && mostDecoded <= MOST_KEPT;
  }

  /** Room for stored blocks; what was in it is lost where it has to grow. */
  ByteBuffer stored(int capacity) {
    if (capacity > stored.capacity()) {
      int larger = Math.max(capacity, BitUtil.findNextPositivePowerOfTwo(capacity));
      stored = ByteBuffer.allocateDirect(larger).order(LITTLE_ENDIAN);
      view = new UnsafeBuffer(stored);
    }
    return stored;
  }

  /** A view of all of the room for stored blocks. */
  UnsafeBuffer view() {
    return view;
  }

  /** The records of a block that lies in the room for stored blocks. */
  ByteBuffer decode(int offset, int size) {
    ByteBuffer records = decoder.decode(stored, offset, size);
    mostDecoded = Math.max(mostDecoded, records.limit());
    return records;
  }
}
