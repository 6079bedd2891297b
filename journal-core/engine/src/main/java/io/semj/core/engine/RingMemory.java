package io.semj.core.engine;

import static io.semj.core.ring.SlotDescriptor.ASIDE;
import static io.semj.core.ring.SlotDescriptor.COMMIT_OFFSET;
import static io.semj.core.ring.SlotDescriptor.FLAGS_OFFSET;
import static io.semj.core.ring.SlotDescriptor.GROUP_LEFT_OFFSET;
import static io.semj.core.ring.SlotDescriptor.LARGE;
import static io.semj.core.ring.SlotDescriptor.LARGE_POSITION_OFFSET;
import static io.semj.core.ring.SlotDescriptor.LENGTH_OFFSET;
import static io.semj.core.ring.SlotDescriptor.RECORD_OFFSET;
import static io.semj.core.ring.SlotDescriptor.SHORT;
import static io.semj.core.ring.SlotDescriptor.SHORT_BODY_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.core.ring.RingFile;
import io.semj.core.ring.SlotSizes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
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
  private final LargeBuffer[] large;
  private final int mask;
  private final int stride;
  private final int longestInSlot;
  private final int longestShort;
  private final int longestShortInSlot;
  private final int longestRecord;
  private final int asideBegin;
  private final int asideShift;

  /** A ring in memory of at least that many bytes, whose beginning is aligned to a cache line. */
  RingMemory(ByteBuffer bytes, SlotSizes sizes) {
    this.bytes = bytes;
    memory = new UnsafeBuffer(bytes);
    large = new LargeBuffer[sizes.capacity()];
    mask = sizes.capacity() - 1;
    stride = sizes.stride();
    longestInSlot = sizes.longestInSlot();
    longestShort = sizes.longestShort();
    longestShortInSlot = sizes.longestShortInSlot();
    longestRecord = sizes.longestRecord();
    asideBegin = sizes.capacity() * stride;
    asideShift = Integer.numberOfTrailingZeros(sizes.asideStride());
  }

  /** Memory of the process alone. */
  static ByteBuffer allocate(SlotSizes sizes) {
    return ByteBuffer.allocateDirect(Math.toIntExact(sizes.bytes() + ALIGNMENT))
        .alignedSlice(ALIGNMENT);
  }

  int capacity() {
    return mask + 1;
  }

  /** The longest record that has its place in this memory. */
  int inlineCapacity() {
    return longestRecord;
  }

  /** The longest record whose short form has its place in this memory. */
  int longestShort() {
    return longestShort;
  }

  /** Where the short form of a record has what follows the head, by the record's length. */
  int body(long ringSequence, int length) {
    return length <= longestShortInSlot
        ? slot(ringSequence) + SHORT_BODY_OFFSET
        : aside(ringSequence);
  }

  /** Tells in the slot where that is if it is not there itself; returns the slot's flags. */
  int putShort(int slot, int body, int length) {
    if (length <= longestShortInSlot) {
      return SHORT;
    }
    memory.putLong(slot + SHORT_BODY_OFFSET, (long) RingFile.SLOTS_POSITION + body, LITTLE_ENDIAN);
    return SHORT | ASIDE;
  }

  /** Where the record of a slot is that has not the short form, by its length. */
  int record(long ringSequence, int length) {
    return length <= longestInSlot ? slot(ringSequence) + RECORD_OFFSET : aside(ringSequence);
  }

  /** The place that a slot has in the second part. */
  private int aside(long ringSequence) {
    return asideBegin + (index(ringSequence) << asideShift);
  }

  /** Tells in the slot that its record is aside; returns the flags that say so. */
  int putAside(int slot, int record) {
    memory.putLong(
        slot + LARGE_POSITION_OFFSET, (long) RingFile.SLOTS_POSITION + record, LITTLE_ENDIAN);
    return LARGE | ASIDE;
  }

  /** Whether a record that has not the short form does not fit its slot. */
  boolean isAside(int length) {
    return length > longestInSlot;
  }

  UnsafeBuffer memory() {
    return memory;
  }

  int slot(long ringSequence) {
    return index(ringSequence) * stride;
  }

  int index(long ringSequence) {
    return (int) ringSequence & mask;
  }

  /**
   * Tells a slot's content.
   *
   * @param group from {@link #group}
   */
  void head(int slot, int length, int flags, long group) {
    memory.putLong(slot + LENGTH_OFFSET, length | (long) flags << Integer.SIZE, LITTLE_ENDIAN);
    memory.putLong(slot + GROUP_LEFT_OFFSET, group, LITTLE_ENDIAN);
  }

  /** A place in a group of events: how many precede and how many follow. */
  static long group(int index, int left) {
    return left | (long) index << Integer.SIZE;
  }

  /**
   * Takes the commit word away before the slot is stored to, so that nobody who finds the memory
   * later takes a half overwritten slot for the event that was in it.
   */
  void begin(int slot) {
    memory.putLong(slot + COMMIT_OFFSET, 0);
    VarHandle.storeStoreFence();
  }

  void commit(int slot, long sequence) {
    LONGS.setRelease(bytes, slot + COMMIT_OFFSET, sequence);
  }

  int length(int slot) {
    return memory.getInt(slot + LENGTH_OFFSET, LITTLE_ENDIAN);
  }

  int flags(int slot) {
    return memory.getInt(slot + FLAGS_OFFSET, LITTLE_ENDIAN);
  }

  int groupLeft(int slot) {
    return memory.getInt(slot + GROUP_LEFT_OFFSET, LITTLE_ENDIAN);
  }

  void attachLarge(long ringSequence, LargeBuffer buffer) {
    large[index(ringSequence)] = buffer;
    memory.putLong(
        slot(ringSequence) + LARGE_POSITION_OFFSET, buffer.ringPosition(), LITTLE_ENDIAN);
  }

  /** The large record of a slot. */
  LargeBuffer large(long ringSequence) {
    return large[index(ringSequence)];
  }

  /** The large record of a slot, which the slot gives up. */
  LargeBuffer detachLarge(long ringSequence) {
    LargeBuffer buffer = large[index(ringSequence)];
    large[index(ringSequence)] = null;
    return buffer;
  }

  /** Whether the slot holds the short form of its record. */
  static boolean isShort(int flags) {
    return (flags & SHORT) != 0;
  }

  /** Whether the record is in a buffer of its own. */
  static boolean isLarge(int flags) {
    return (flags & (LARGE | ASIDE)) == LARGE;
  }
}
