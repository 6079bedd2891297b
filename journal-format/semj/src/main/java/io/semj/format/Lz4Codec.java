package io.semj.format;

import io.semj.error.CompressionException;
import java.nio.ByteBuffer;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** Raw LZ4 blocks. Only the safe decompressor is used: it checks every length that it reads. */
final class Lz4Codec implements BlockCodec {
  private final LZ4Compressor compressor;
  private final LZ4SafeDecompressor decompressor;

  Lz4Codec() {
    this(LZ4Factory.fastestInstance());
  }

  Lz4Codec(LZ4Factory factory) {
    compressor = factory.fastCompressor();
    decompressor = factory.safeDecompressor();
  }

  @Override
  public BlockCompression compression() {
    return BlockCompression.LZ4;
  }

  @Override
  public int maxCompressedLength(int length) {
    return compressor.maxCompressedLength(length);
  }

  @Override
  public int compress(
      ByteBuffer src, int off, int len, ByteBuffer dst, int dstOff, int dstCapacity) {
    src.clear();
    dst.clear();
    try {
      return compressor.compress(src, off, len, dst, dstOff, dstCapacity);
    } catch (LZ4Exception e) {
      // The only failure of a compressor: the capacity is too small.
      return -1;
    }
  }

  @Override
  public void decompress(
      ByteBuffer src, int off, int len, ByteBuffer dst, int dstOff, int exactLength) {
    src.clear();
    dst.clear();
    int length;
    try {
      length = decompressor.decompress(src, off, len, dst, dstOff, exactLength);
    } catch (LZ4Exception e) {
      throw new CompressionException(
          "lz4 data is damaged: length=" + len + ", expected=" + exactLength, e);
    }
    if (length != exactLength) {
      throw new CompressionException(
          "lz4 data has another length: expected=" + exactLength + ", actual=" + length);
    }
  }
}
