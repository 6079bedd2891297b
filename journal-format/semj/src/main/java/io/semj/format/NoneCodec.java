package io.semj.format;

import io.semj.error.CompressionException;
import java.nio.ByteBuffer;

/** Copies. */
final class NoneCodec implements BlockCodec {
  @Override
  public BlockCompression compression() {
    return BlockCompression.NONE;
  }

  @Override
  public int maxCompressedLength(int length) {
    return length;
  }

  @Override
  public int compress(
      ByteBuffer src, int off, int len, ByteBuffer dst, int dstOff, int dstCapacity) {
    if (len > dstCapacity) {
      return -1;
    }
    copy(src, off, len, dst, dstOff);
    return len;
  }

  @Override
  public void decompress(
      ByteBuffer src, int off, int len, ByteBuffer dst, int dstOff, int exactLength) {
    if (len != exactLength) {
      throw new CompressionException(
          "stored data has another length: expected=" + exactLength + ", actual=" + len);
    }
    copy(src, off, len, dst, dstOff);
  }

  private static void copy(ByteBuffer src, int off, int len, ByteBuffer dst, int dstOff) {
    src.limit(off + len);
    dst.limit(dstOff + len);
    dst.put(dstOff, src, off, len);
  }
}
