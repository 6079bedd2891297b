package io.semj.core.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * How the bytes of blocks get into a segment file. One thread at a time that writes, and one that
 * reserves.
 */
interface BlockSink extends Closeable {
  /**
   * Writes blocks so that their first 8 bytes appear after all others.
   *
   * @param position where they begin in the file, 8-aligned
   * @param blocks the bytes between position and limit, which stay as they are, in a little-endian
   *     buffer
   * @param bypass whether many blocks had better go past the page cache: the writer is behind, and
   *     will go on with more of them
   * @return false when they have to wait for space that is being reserved, and nothing was written
   * @throws IOException when writing failed; they may be written again at the same position
   */
  boolean tryWrite(long position, ByteBuffer blocks, boolean bypass) throws IOException;

  /**
   * Takes back what a write that failed may have left, when another block comes in its place: a
   * shorter one would not cover it, and behind the last block there are zeros or nothing.
   *
   * @param position of the blocks that were not written
   * @throws IOException when that failed; may be called again
   */
  void discard(long position) throws IOException;

  /** Whether a block at a position needs no more space from the file system. */
  boolean isReserved(long position, int size);

  /**
   * Reserves space ahead of the writer when that is due, or else gets memory ready for it. Any
   * thread but the writer's.
   *
   * @param writerPosition where the writer is
   * @param plenty whether blocks may go where no space is reserved, until the next call
   * @return whether it did something, and there may be more to do
   * @throws IOException when there is no space to reserve; may be called again
   */
  boolean reserve(long writerPosition, boolean plenty) throws IOException;

  /**
   * Makes what was written survive a power cut. One thread at a time, any but the writer's.
   *
   * @param upTo the position that the writer had reached before the call
   * @throws IOException when that failed
   */
  void force(long upTo) throws IOException;

  /** Releases mappings; the writer has ended. Idempotent. */
  @Override
  void close() throws IOException;
}
