package io.semj.core.ring;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * How far the writer is, in the page of the ring's header, so that somebody who finds the ring
 * without its journal can tell whether events wait in it. It may be behind the truth, never ahead.
 *
 * <pre>
 * 96 u64 sequence up to which every event was written or dropped, 0 for none    104 u64 when, ms
 * </pre>
 */
final class RingProgress {
  static final int SETTLED_OFFSET = 96;
  static final int TIME_OFFSET = 104;

  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, LITTLE_ENDIAN);

  private RingProgress() {}

  /** Notes it; one thread. */
  static void note(ByteBuffer page, long sequence, long nowMillis) {
    LONGS.setRelease(page, TIME_OFFSET, nowMillis);
    LONGS.setRelease(page, SETTLED_OFFSET, sequence);
  }

  static long settled(byte[] page) {
    return at(page, SETTLED_OFFSET);
  }

  static long settledMillis(byte[] page) {
    return at(page, TIME_OFFSET);
  }

  private static long at(byte[] page, int offset) {
    return ByteBuffer.wrap(page).order(LITTLE_ENDIAN).getLong(offset);
  }
}
