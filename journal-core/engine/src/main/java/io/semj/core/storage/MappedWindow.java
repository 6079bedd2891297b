package io.semj.core.storage;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.BooleanSupplier;
import org.agrona.BufferUtil;

/**
 * A mapped piece of a segment file whose pages are really allocated, so that storing into it cannot
 * meet a full disk.
 */
final class MappedWindow {
  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, LITTLE_ENDIAN);
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(64 << 10).asReadOnlyBuffer();

  private final long start;
  private final MappedByteBuffer map;

  private MappedWindow(long start, MappedByteBuffer map) {
    this.start = start;
    this.map = map;
  }

  /**
   * Allocates and maps a piece of a file from a position on. The zeros are written through the
   * channel because there a full disk is an exception, where a store into a sparse page is a
   * SIGBUS.
   *
   * @param start of the piece
   * @param length of it, at most
   * @param enough asked after each of the system calls whether a shorter piece will do
   */
  static MappedWindow reserve(FileChannel channel, long start, int length, BooleanSupplier enough)
      throws IOException {
    ByteBuffer zeros = ZEROS.duplicate();
    int done = 0;
    do {
      zeros.clear().limit(Math.min(zeros.capacity(), length - done));
      done += zeros.limit();
      BlockFile.writeFully(channel, zeros, start + done - zeros.limit());
    } while (done < length && !enough.getAsBoolean());
    return new MappedWindow(start, channel.map(FileChannel.MapMode.READ_WRITE, start, done));
  }

  /** Writes zeros over what is allocated already. */
  static void clear(FileChannel channel, long from, long upTo) throws IOException {
    ByteBuffer zeros = ZEROS.duplicate();
    for (long at = from; at < upTo; at += zeros.limit()) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), upTo - at));
      BlockFile.writeFully(channel, zeros, at);
    }
  }

  long end() {
    return start + map.capacity();
  }

  /** Copies as much of the bytes as fits at a position; returns how many. */
  int put(long position, ByteBuffer bytes, int offset, int length) {
    int index = (int) (position - start);
    int fitting = Math.min(length, map.capacity() - index);
    map.put(index, bytes, offset, fitting);
    return fitting;
  }

  void putLongRelease(long position, long value) {
    LONGS.setRelease(map, (int) (position - start), value);
  }

  void unmap() {
    BufferUtil.free(map);
  }
}
