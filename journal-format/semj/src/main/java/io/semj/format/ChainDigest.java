package io.semj.format;

import io.semj.checksum.Sha256;
import java.util.Arrays;
import java.util.HexFormat;

/** The 32 bytes of the block chain at some point, as an immutable value. */
public final class ChainDigest {
  /** The length in bytes. */
  public static final int LENGTH = Sha256.DIGEST_LENGTH;

  private final byte[] bytes;

  private ChainDigest(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * A copy of a digest.
   *
   * @param source holds the 32 bytes
   * @param offset of the first one
   * @return the value
   */
  public static ChainDigest of(byte[] source, int offset) {
    byte[] copy = new byte[LENGTH];
    System.arraycopy(source, offset, copy, 0, LENGTH);
    return new ChainDigest(copy);
  }

  /**
   * A copy of a digest.
   *
   * @param source the 32 bytes
   * @return the value
   */
  public static ChainDigest of(byte[] source) {
    if (source.length != LENGTH) {
      throw new IllegalArgumentException(
          "digest has the wrong length: expected=" + LENGTH + ", actual=" + source.length);
    }
    return of(source, 0);
  }

  /**
   * The bytes.
   *
   * @return a copy
   */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChainDigest that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
