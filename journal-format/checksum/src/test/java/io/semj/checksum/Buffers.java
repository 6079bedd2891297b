package io.semj.checksum;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The same bytes in different memory, after a few that do not belong to them. */
final class Buffers {
  static final int OFFSET = 3;

  private Buffers() {}

  static byte[] joined(byte[] head, byte[] tail) {
    byte[] bytes = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, bytes, head.length, tail.length);
    return bytes;
  }

  static ByteBuffer direct(byte[] head, byte[] tail) {
    return fill(ByteBuffer.allocateDirect(OFFSET + head.length + tail.length + OFFSET), head, tail);
  }

  static ByteBuffer heap(byte[] head, byte[] tail) {
    return fill(ByteBuffer.allocate(OFFSET + head.length + tail.length + OFFSET), head, tail);
  }

  private static ByteBuffer fill(ByteBuffer buffer, byte[] head, byte[] tail) {
    for (int i = 0; i < buffer.capacity(); i++) {
      buffer.put(i, (byte) 0x5A);
    }
    buffer.put(OFFSET, head);
    buffer.put(OFFSET + head.length, tail);
    return buffer;
  }
}
