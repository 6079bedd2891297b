package io.semj.harness;

import java.nio.ByteBuffer;

/** A snapshot that follows from its sequence. */
final class Snapshot {
  private static final int LONGS = 4_096;

  private Snapshot() {}

  static byte[] of(long sequence) {
    ByteBuffer bytes = ByteBuffer.allocate(LONGS * Long.BYTES);
    for (int i = 0; i < LONGS; i++) {
      bytes.putLong(sequence * (2L * i + 1));
    }
    byte[] snapshot = new byte[bytes.capacity()];
    bytes.flip().get(snapshot);
    return snapshot;
  }
}
