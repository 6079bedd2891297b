package io.semj.core.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import org.agrona.BufferUtil;

/**
 * Forces ranges of a file through a mapping that is kept, since mapping and unmapping a range for
 * each force takes half as long as forcing a small one. Nothing is stored through it or loaded from
 * it. One thread at a time.
 */
final class ForcedRange {
  private static final long LARGEST = 1 << 30;

  private final FileChannel channel;
  private MappedByteBuffer map;
  private long start;

  ForcedRange(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Forces a range.
   *
   * @param from where it begins: never before that of the last call
   * @param upTo where it ends
   * @param allocatedEnd up to where the file surely is there, and will stay: not before the range's
   *     end
   */
  void force(long from, long upTo, long allocatedEnd) throws IOException {
    if (upTo - from > LARGEST) {
      channel.force(false);
      return;
    }
    if (!covers(upTo)) {
      free();
      long length = Math.min(allocatedEnd - from, Integer.MAX_VALUE);
      map = channel.map(FileChannel.MapMode.READ_WRITE, from, length);
      start = from;
    }
    try {
      map.force((int) (from - start), (int) (upTo - from));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Whether nothing needs to be mapped for forcing up to a position. */
  boolean covers(long upTo) {
    return map != null && upTo <= start + map.capacity();
  }

  void free() {
    if (map != null) {
      BufferUtil.free(map);
      map = null;
    }
  }
}
