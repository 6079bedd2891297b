package io.semj.format;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.semj.error.CompressionException;
import java.nio.ByteBuffer;

/**
 * Zstandard frames. The only class that names the optional library, so that all else loads without
 * it. From JDK 22 on the library itself allocates a little for every call: it calls by
 * java.lang.foreign there.
 */
final class ZstdCodec implements BlockCodec {
  private static final int LEVEL = 1;

  private final ZstdCompressCtx compressor = new ZstdCompressCtx();
  private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();

  ZstdCodec() {
    compressor.setLevel(LEVEL);
  }

  @Override
  public BlockCompression compression() {
    return BlockCompression.ZSTD;
  }

  @Override
  public int maxCompressedLength(int length) {
    return Math.toIntExact(Zstd.compressBound(length));
  }

  @Override
  public int compress(
      ByteBuffer src, int off, int len, ByteBuffer dst, int dstOff, int dstCapacity) {
    src.clear();
    dst.clear();
    try {
      return compressor.compressDirectByteBuffer(dst, dstOff, dstCapacity, src, off, len);
    } catch (ZstdException e) {
      if (e.getErrorCode() == Zstd.errDstSizeTooSmall()) {
        return -1;
      }
      throw new CompressionException("zstd did not compress: length=" + len, e);
    }
  }

  @Override
  public void decompress(
      ByteBuffer src, int off, int len, ByteBuffer dst, int dstOff, int exactLength) {
    src.clear();
    dst.clear();
    int length;
    try {
      length =
          src.isDirect()
              ? decompressor.decompressDirectByteBuffer(dst, dstOff, exactLength, src, off, len)
              : decompressor.decompressByteArrayToDirectByteBuffer(
                  dst, dstOff, exactLength, src.array(), src.arrayOffset() + off, len);
    } catch (ZstdException e) {
      throw new CompressionException(
          "zstd data is damaged: length=" + len + ", expected=" + exactLength, e);
    }
    if (length != exactLength) {
      throw new CompressionException(
          "zstd data has another length: expected=" + exactLength + ", actual=" + length);
    }
  }

  @Override
  public void close() {
    compressor.close();
    decompressor.close();
  }
}
