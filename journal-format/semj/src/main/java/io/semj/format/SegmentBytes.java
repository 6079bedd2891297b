package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.Crc32c;
import io.semj.checksum.Sha256;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Little-endian access to a segment's beginning, and its checksums, taken over copies. */
final class SegmentBytes {
  private SegmentBytes() {}

  static int headerChecksum(DirectBuffer buffer, int offset) {
    byte[] header = copy(buffer, offset, 0, SegmentDescriptor.HEADER_LENGTH);
    ByteBuffer bytes = ByteBuffer.wrap(header).order(LITTLE_ENDIAN);
    bytes.putInt(SegmentDescriptor.HEADER_CHECKSUM_OFFSET, 0);
    Sha256 sha = new Sha256();
    sha.update(header, 0, header.length);
    sha.digest(header, 0);
    return bytes.getInt(0);
  }

  static int descriptorChecksum(DirectBuffer buffer, int offset) {
    return crc32c(
        buffer,
        offset,
        SegmentDescriptor.DESCRIPTOR_OFFSET,
        SegmentDescriptor.DESCRIPTOR_CHECKSUM_OFFSET);
  }

  static int sealChecksum(DirectBuffer buffer, int offset) {
    return crc32c(
        buffer, offset, SegmentDescriptor.SEAL_OFFSET, SegmentDescriptor.SEAL_CHECKSUM_OFFSET);
  }

  static int reanchorChecksum(DirectBuffer buffer, int offset) {
    return crc32c(
        buffer,
        offset,
        SegmentDescriptor.REANCHOR_OFFSET,
        SegmentDescriptor.REANCHOR_CHECKSUM_OFFSET);
  }

  private static int crc32c(DirectBuffer buffer, int offset, int from, int to) {
    return Crc32c.of(copy(buffer, offset, from, to), 0, to - from);
  }

  static byte[] copy(DirectBuffer buffer, int offset, int from, int to) {
    byte[] copy = new byte[to - from];
    buffer.getBytes(offset + from, copy);
    return copy;
  }

  static boolean isZero(DirectBuffer buffer, int from, int to) {
    for (int i = from; i < to; i++) {
      if (buffer.getByte(i) != 0) {
        return false;
      }
    }
    return true;
  }

  static int getInt(DirectBuffer buffer, int index) {
    return buffer.getInt(index, LITTLE_ENDIAN);
  }

  static long getLong(DirectBuffer buffer, int index) {
    return buffer.getLong(index, LITTLE_ENDIAN);
  }

  static void putInt(MutableDirectBuffer buffer, int index, int value) {
    buffer.putInt(index, value, LITTLE_ENDIAN);
  }

  static void putLong(MutableDirectBuffer buffer, int index, long value) {
    buffer.putLong(index, value, LITTLE_ENDIAN);
  }
}
