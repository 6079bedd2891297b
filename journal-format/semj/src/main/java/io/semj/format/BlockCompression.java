package io.semj.format;

import io.semj.error.UnsupportedFeatureException;

/** How the records of a block are stored. */
public enum BlockCompression {
  /** As they are. */
  NONE(0),
  /** One zlib stream (RFC 1950), by the JDK. */
  ZLIB(1),
  /** One raw LZ4 block, without a frame: native where it can be loaded, else pure Java. */
  LZ4(2),
  /** One Zstandard frame (RFC 8878); needs {@code com.github.luben:zstd-jni} on the class path. */
  ZSTD(3);

  private static final BlockCompression[] BY_CODE = values();

  private final int code;

  BlockCompression(int code) {
    this.code = code;
  }

  /**
   * What the format writes for it.
   *
   * @return the kernel's compression_type
   */
  public int code() {
    return code;
  }

  /**
   * What so many stored bytes can become at most: in zlib 1032 bytes each (a match of 258 in two
   * bits), in LZ4 255 each (a length that goes on), in Zstandard 128 KiB for each block of four.
   *
   * @param stored how many bytes
   * @return a bound, not a promise
   */
  long mostExpanded(int stored) {
    return switch (this) {
      case NONE -> stored;
      case ZLIB -> 1032L * stored;
      case LZ4 -> 255L * stored;
      case ZSTD -> (stored / 4 + 1L) << 17;
    };
  }

  /**
   * The compression with a code.
   *
   * @param code as read
   * @return the constant
   * @throws UnsupportedFeatureException if there is none
   */
  public static BlockCompression ofCode(int code) {
    if (code < 0 || code >= BY_CODE.length) {
      throw new UnsupportedFeatureException(
          "block compression is not supported: expected=0.."
              + (BY_CODE.length - 1)
              + ", actual="
              + Integer.toUnsignedString(code));
    }
    return BY_CODE[code];
  }
}
