package io.semj.core.engine;

import static io.semj.core.engine.SlotDescriptor.COMMIT_OFFSET;
import static io.semj.core.engine.SlotDescriptor.FLAGS_OFFSET;
import static io.semj.core.engine.SlotDescriptor.GROUP_LEFT_OFFSET;
import static io.semj.core.engine.SlotDescriptor.LARGE;
import static io.semj.core.engine.SlotDescriptor.LENGTH_OFFSET;
import static io.semj.core.engine.SlotDescriptor.RECORD_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The slots' memory. A slot belongs to the producer from its claim to its publication, and to the
 * writer from there until the writer releases it.
 */
final class RingMemory {
  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, LITTLE_ENDIAN);
  private static final int ALIGNMENT = 64;

  private final ByteBuffer bytes;
  private final UnsafeBuffer memory;
  private final MutableDirectBuffer[] large;
  private final int mask;
  private final int stride;
  private final int strideShift;

  RingMemory(int capacity, int stride) {
    bytes =
        ByteBuffer.allocateDirect(Math.addExact(Math.multiplyExact(capacity, stride), ALIGNMENT))
            .alignedSlice(ALIGNMENT);
    memory = new UnsafeBuffer(bytes);
    large = new MutableDirectBuffer[capacity];
    mask = capacity - 1;
    this.stride = stride;
    strideShift = Integer.numberOfTrailingZeros(stride);
  }

  int capacity() {
    return mask + 1;
  }

  /** The longest record that fits a slot. */
  int inlineCapacity() {
    return stride - RECORD_OFFSET;
  }

  UnsafeBuffer memory() {
    return memory;
  }

  int slot(long ringSequence) {
    return ((int) ringSequence & mask) << strideShift;
  }

  int index(long ringSequence) {
    return (int) ringSequence & mask;
  }

  void head(int slot, int length, int flags, int groupLeft) {
    memory.putInt(slot + LENGTH_OFFSET, length);
    memory.putInt(slot + FLAGS_OFFSET, flags);
    memory.putInt(slot + GROUP_LEFT_OFFSET, groupLeft);
  }

  void commit(int slot, long sequence) {
    LONGS.setRelease(bytes, slot + COMMIT_OFFSET, sequence);
  }

  int length(int slot) {
    return memory.getInt(slot + LENGTH_OFFSET);
  }

  int flags(int slot) {
    return memory.getInt(slot + FLAGS_OFFSET);
  }

  int groupLeft(int slot) {
    return memory.getInt(slot + GROUP_LEFT_OFFSET);
  }

  void attachLarge(long ringSequence, MutableDirectBuffer buffer) {
    large[index(ringSequence)] = buffer;
  }

  /** The large record of a slot, which the slot gives up. */
  MutableDirectBuffer detachLarge(long ringSequence) {
    MutableDirectBuffer buffer = large[index(ringSequence)];
    large[index(ringSequence)] = null;
    return buffer;
  }

  static boolean isLarge(int flags) {
    return (flags & LARGE) != 0;
  }
}
