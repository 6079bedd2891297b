package io.semj.format;

import io.semj.error.CompressionException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Zlib streams, at the level that a journal can afford. */
final class ZlibCodec implements BlockCodec {
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
  private final Inflater inflater = new Inflater();
  private final byte[] surplus = new byte[1];

  @Override
  public BlockCompression compression() {
    return BlockCompression.ZLIB;
  }

  @Override
  public int maxCompressedLength(int length) {
    // zlib's own bound: stored blocks of at least 8 KiB at 5 bytes each, header and trailer.
    return length + (length >> 12) + (length >> 14) + (length >> 25) + 64;
  }

  @Override
  public int compress(
      ByteBuffer src, int off, int len, ByteBuffer dst, int dstOff, int dstCapacity) {
    src.limit(off + len).position(off);
    dst.limit(dstOff + dstCapacity).position(dstOff);
    deflater.reset();
    deflater.setInput(src);
    deflater.finish();
    int length = 0;
    int produced;
    while (!deflater.finished() && (produced = deflater.deflate(dst)) > 0) {
      length += produced;
    }
    return deflater.finished() ? length : -1;
  }

  @Override
  public void decompress(
      ByteBuffer src, int off, int len, ByteBuffer dst, int dstOff, int exactLength) {
    src.limit(off + len).position(off);
    dst.limit(dstOff + exactLength).position(dstOff);
    inflater.reset();
    inflater.setInput(src);
    int length = 0;
    try {
      int produced;
      while (!inflater.finished() && (produced = inflater.inflate(dst)) > 0) {
        length += produced;
      }
      // With the output full, the stream's end may still be unread, or there may be more data.
      if (!inflater.finished()) {
        length += inflater.inflate(surplus);
      }
    } catch (DataFormatException e) {
      throw new CompressionException(
          "zlib data is damaged: length=" + len + ", expected=" + exactLength, e);
    }
    if (!inflater.finished() || length != exactLength || inflater.getRemaining() != 0) {
      throw new CompressionException(
          "zlib data has another length: expected="
              + exactLength
              + ", actual="
              + length
              + ", finished="
              + inflater.finished()
              + ", surplus="
              + inflater.getRemaining());
    }
  }

  @Override
  public void close() {
    deflater.end();
    inflater.end();
  }
}
