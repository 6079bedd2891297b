package io.semj.format;

import io.semj.error.CompressionException;
import java.nio.ByteBuffer;

/**
 * Compresses and decompresses the data of one block at a time, without allocating. Not thread-safe:
 * each thread has its own. Buffers are accessed by absolute offsets; their positions and limits are
 * of no meaning, and left anywhere. Give it memory that the process owns, never a mapped file.
 */
public interface BlockCodec extends AutoCloseable {
  /**
   * What it does.
   *
   * @return the constant that {@link BlockCodecs#create} made it from
   */
  BlockCompression compression();

  /**
   * The most that compressed data can take.
   *
   * @param length of the data before compression
   * @return in bytes
   */
  int maxCompressedLength(int length);

  /**
   * Compresses.
   *
   * @param src holds the data, direct
   * @param off of its first byte
   * @param len of it
   * @param dst receives the compressed data, direct
   * @param dstOff where in it
   * @param dstCapacity how much may be written there
   * @return the compressed length, -1 if it exceeds the capacity
   * @throws CompressionException if the codec fails
   */
  int compress(ByteBuffer src, int off, int len, ByteBuffer dst, int dstOff, int dstCapacity);

  /**
   * Decompresses data whose length is known. Never writes outside of it, whatever the source.
   *
   * @param src holds the compressed data
   * @param off of its first byte
   * @param len of it
   * @param dst receives the data, direct
   * @param dstOff where in it
   * @param exactLength of the data
   * @throws CompressionException if the source is damaged, or decompresses to another length
   */
  void decompress(ByteBuffer src, int off, int len, ByteBuffer dst, int dstOff, int exactLength);

  /** Frees native memory, if there is any; the codec is not used again. */
  @Override
  default void close() {}
}
