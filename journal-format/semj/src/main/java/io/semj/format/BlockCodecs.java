package io.semj.format;

import io.semj.error.UnsupportedFeatureException;

/** Makes codecs. */
public final class BlockCodecs {
  private BlockCodecs() {}

  /**
   * A new codec; codecs are not thread-safe.
   *
   * @param compression what it is to do
   * @return the codec, to be closed by its owner
   * @throws UnsupportedFeatureException if its library is not on the class path or does not load
   */
  public static BlockCodec create(BlockCompression compression) {
    return switch (compression) {
      case NONE -> new NoneCodec();
      case ZLIB -> new ZlibCodec();
      case LZ4 -> new Lz4Codec();
      case ZSTD -> createZstd();
    };
  }

  private static BlockCodec createZstd() {
    try {
      return new ZstdCodec();
    } catch (LinkageError e) {
      // Absent classes, and a native library that the platform does not have or may not load.
      throw new UnsupportedFeatureException(
          "zstd is not available: needs=com.github.luben:zstd-jni", e);
    }
  }
}
