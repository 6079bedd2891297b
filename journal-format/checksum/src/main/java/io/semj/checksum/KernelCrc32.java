package io.semj.checksum;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * The Linux kernel's {@code crc32(0, data, length)}: reflected polynomial 0xEDB88320, start value
 * 0, no inversion at either end. {@code "123456789"} gives 0x2DFD2D88.
 *
 * <p>It is computed by the JVM's intrinsic {@link CRC32}, whose register starts at all ones and is
 * inverted at the end. Both are undone on the way out, for what the start value makes of a register
 * depends on the length alone.
 *
 * <p>An instance may be reused without allocating, and belongs to one thread at a time. Give it
 * memory that the process owns, never a mapped file: a page that cannot be read kills the JVM
 * inside the intrinsic.
 */
public final class KernelCrc32 {
  private final CRC32 crc = new CRC32();
  private final ZeroRegister zeros = new ZeroRegister();
  private long total;

  /** A checksum of no bytes yet. */
  public KernelCrc32() {
    reset();
  }

  /**
   * The checksum of {@code length} bytes.
   *
   * @param data the bytes
   * @param offset of the first one
   * @param length how many
   * @return the kernel's CRC32
   */
  public static int of(byte[] data, int offset, int length) {
    KernelCrc32 crc = new KernelCrc32();
    crc.update(data, offset, length);
    return crc.value();
  }

  /** Begins again with no bytes. */
  public void reset() {
    crc.reset();
    total = 0;
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
    total += length;
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
    total += length;
  }

  /**
   * The checksum of all bytes added since the last reset.
   *
   * @return the kernel's CRC32
   */
  public int value() {
    // The JDK's register begins with all ones, the kernel's with zero.
    return ~(int) crc.getValue() ^ zeros.after(total);
  }
}
