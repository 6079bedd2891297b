package io.semj.core.engine;

import io.semj.checksum.KernelCrc32;
import io.semj.core.ring.SlotDescriptor;
import io.semj.event.UserspaceFlags;
import io.semj.format.BlockCompressor;
import io.semj.format.BlockEncoder;
import io.semj.format.BlockInfo;
import io.semj.format.RecordDescriptor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Gathers the records of the next block in memory of ours, and completes them: what the writer
 * stamps, and the checksum. Writer thread only.
 */
final class BlockAssembler {
  private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

  private static final int NOT_COMPRESSED = Integer.MIN_VALUE;

  private final KernelCrc32 crc = new KernelCrc32();
  private ByteBuffer bytes;
  private ByteBuffer checksumView;
  private UnsafeBuffer records;
  private int length;
  private int count;
  private int lastOffset;
  private long minTimestamp;
  private long maxTimestamp;
  private boolean hasKernelEvent;
  private long kernelSequence;
  private long firstSequence;
  private long droppedBefore;
  private long durable;
  private ByteBuffer compressed;
  private int compressedLength;

  BlockAssembler(int initialCapacity) {
    allocate(initialCapacity);
    clear();
  }

  private void allocate(int capacity) {
    bytes = ByteBuffer.allocateDirect(capacity).order(LE);
    checksumView = bytes.duplicate().order(LE);
    records = new UnsafeBuffer(bytes);
  }

  void clear() {
    length = 0;
    count = 0;
    lastOffset = 0;
    minTimestamp = Long.MAX_VALUE;
    maxTimestamp = Long.MIN_VALUE;
    hasKernelEvent = false;
    compressedLength = NOT_COMPRESSED;
  }

  /** Compresses the records, which are complete. */
  void compress(BlockCompressor compressor) {
    if (!compressor.mayBeWorthIt(length)) {
      compressedLength = BlockCompressor.NOT_WORTH_IT;
      return;
    }
    int most = compressor.maxLength(length);
    if (compressed == null || compressed.capacity() < most) {
      compressed = ByteBuffer.allocateDirect(most);
    }
    compressedLength = compressor.compress(bytes, length, compressed, 0);
  }

  /** Makes the block; returns its size. */
  int encode(BlockEncoder encoder, BlockInfo info, ByteBuffer target, int at) {
    return compressedLength == NOT_COMPRESSED
        ? encoder.encode(info, bytes, length, lastOffset, target, at)
        : encoder.encodeCompressed(
            info, bytes, length, lastOffset, compressed, compressedLength, target, at);
  }

  /**
   * Says where the block belongs.
   *
   * @param first sequence of its first event
   * @param dropped how many events were dropped right before it
   * @param durableEvent the last event known to be durable
   */
  void place(long first, long dropped, long durableEvent) {
    firstSequence = first;
    droppedBefore = dropped;
    durable = durableEvent;
  }

  long firstSequence() {
    return firstSequence;
  }

  long lastSequence() {
    return firstSequence + count - 1;
  }

  long droppedBefore() {
    return droppedBefore;
  }

  long durable() {
    return durable;
  }

  /** Adds a record that lies elsewhere. */
  void add(DirectBuffer source, int at, int recordLength, long now) {
    int begin = begin(recordLength);
    records.putBytes(begin, source, at, recordLength);
    end(recordLength, now);
  }

  /** Adds a record that has the short form in its slot. */
  void add(ShortRecord form, DirectBuffer slots, int slot, int body, long sequence, long now) {
    int recordLength = slots.getInt(slot + SlotDescriptor.LENGTH_OFFSET, LE);
    int begin = begin(recordLength);
    form.expand(slots, slot, body, sequence, records, begin);
    end(recordLength, now);
  }

  /** Makes room for a record; returns where it begins. */
  private int begin(int recordLength) {
    if (length + recordLength > bytes.capacity()) {
      grow(length + recordLength);
    }
    return length;
  }

  /** Takes note of the record that was put there. */
  private void end(int recordLength, long now) {
    lastOffset = length;
    records.putLong(length + RecordDescriptor.PROCESSING_TIMESTAMP_OFFSET, now, LE);
    long timestamp = records.getLong(length + RecordDescriptor.TIMESTAMP_OFFSET, LE);
    minTimestamp = Math.min(minTimestamp, timestamp);
    maxTimestamp = Math.max(maxTimestamp, timestamp);
    int flags = records.getInt(length + RecordDescriptor.USERSPACE_FLAGS_OFFSET, LE);
    if ((flags & UserspaceFlags.FROM_KERNEL) != 0) {
      hasKernelEvent = true;
      kernelSequence = records.getLong(length + RecordDescriptor.SEQUENCE_OFFSET, LE);
    }
    length += recordLength;
    count++;
  }

  private void grow(int needed) {
    ByteBuffer old = bytes;
    allocate(Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8L, old.capacity() * 2L)));
    bytes.put(0, old, 0, length);
  }

  /** Stamps the time of persistence into all records, then their checksums. */
  void complete(long now) {
    for (int at = 0; at < length; ) {
      int recordLength = records.getInt(at + RecordDescriptor.EVENT_SIZE_OFFSET, LE);
      records.putLong(at + RecordDescriptor.PERSISTENCE_TIMESTAMP_OFFSET, now, LE);
      records.putInt(at + RecordDescriptor.CHECKSUM_OFFSET, 0, LE);
      crc.reset();
      crc.update(checksumView, at, recordLength);
      records.putInt(at + RecordDescriptor.CHECKSUM_OFFSET, crc.value(), LE);
      at += recordLength;
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  int count() {
    return count;
  }

  int length() {
    return length;
  }

  int lastOffset() {
    return lastOffset;
  }

  long minTimestamp() {
    return minTimestamp;
  }

  long maxTimestamp() {
    return maxTimestamp;
  }

  /** Whether an event came from the kernel. */
  boolean hasKernelEvent() {
    return hasKernelEvent;
  }

  /** The sequence that the last event from the kernel has there. */
  long kernelSequence() {
    return kernelSequence;
  }

  ByteBuffer bytes() {
    return bytes;
  }
}
