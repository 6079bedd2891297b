package io.semj.checksum;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The CRC-32C of RFC 3720 (Castagnoli polynomial, inverted at both ends). {@code "123456789"} gives
 * 0xE3069283.
 *
 * <p>An instance may be reused without allocating, and belongs to one thread at a time. Give it
 * memory that the process owns, never a mapped file: a page that cannot be read kills the JVM
 * inside the intrinsic.
 */
public final class Crc32c {
  private final CRC32C crc = new CRC32C();

  /** A checksum of no bytes yet. */
  public Crc32c() {}

  /**
   * The checksum of {@code length} bytes.
   *
   * @param data the bytes
   * @param offset of the first one
   * @param length how many
   * @return the CRC-32C
   */
  public static int of(byte[] data, int offset, int length) {
    Crc32c crc = new Crc32c();
    crc.update(data, offset, length);
    return crc.value();
  }

  /** Begins again with no bytes. */
  public void reset() {
    crc.reset();
  }

  /**
   * Adds bytes.
   *
   * @param data the bytes
   * @param offset of the first one
   * @param length how many
   */
  public void update(byte[] data, int offset, int length) {
    crc.update(data, offset, length);
  }

  /**
   * Adds bytes; leaves the buffer's position and limit somewhere in the range that was read.
   *
   * @param data the bytes, not of a mapped file
   * @param offset of the first one, absolute
   * @param length how many
   */
  public void update(ByteBuffer data, int offset, int length) {
    data.limit(offset + length).position(offset);
    crc.update(data);
  }

  /**
   * The checksum of all bytes added since the last reset.
   *
   * @return the CRC-32C
   */
  public int value() {
    return (int) crc.getValue();
  }
}
