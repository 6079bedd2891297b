package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.KernelCrc32;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Records for tests, made from a seed alone, and written to a direct buffer one after another. */
final class TestRecords {
  private static final int TEXT_PERIOD = 48;

  private final ByteBuffer buffer;
  private final Random random;
  private int count;
  private int lastOffset;
  private long sequence;

  TestRecords(int capacity, long seed, long firstSequence) {
    buffer = ByteBuffer.allocateDirect(capacity).order(LITTLE_ENDIAN);
    random = new Random(seed);
    sequence = firstSequence;
  }

  /** A block's worth of records of the given payload sizes. */
  static TestRecords of(long seed, long firstSequence, int... payloadSizes) {
    int capacity = 0;
    for (int size : payloadSizes) {
      capacity += RecordDescriptor.HEAD_LENGTH + size;
    }
    TestRecords records = new TestRecords(capacity, seed, firstSequence);
    for (int size : payloadSizes) {
      records.add(size);
    }
    return records;
  }

  static int[] sizes(int count, int payloadSize) {
    int[] sizes = new int[count];
    Arrays.fill(sizes, payloadSize);
    return sizes;
  }

  TestRecords add(int payloadSize) {
    int at = buffer.position();
    int length = RecordDescriptor.HEAD_LENGTH + payloadSize;
    lastOffset = at;
    buffer.putLong(at + RecordDescriptor.EVENT_ID_OFFSET, 1_000 + sequence);
    buffer.putInt(at + RecordDescriptor.EVENT_TYPE_OFFSET, 0x0103);
    buffer.putLong(
        at + RecordDescriptor.TIMESTAMP_OFFSET, 1_700_000_000_000_000_000L + sequence * 1_000);
    buffer.putLong(at + RecordDescriptor.SEQUENCE_OFFSET, 5_000 + sequence);
    buffer.putInt(at + RecordDescriptor.CPU_ID_OFFSET, 3);
    buffer.putInt(at + RecordDescriptor.PROCESS_ID_OFFSET, 4242);
    buffer.putInt(at + RecordDescriptor.EVENT_SIZE_OFFSET, length);
    buffer.putInt(at + RecordDescriptor.PAYLOAD_SIZE_OFFSET, payloadSize);
    buffer.putInt(at + RecordDescriptor.EVENT_VERSION_OFFSET, RecordDescriptor.EVENT_VERSION);
    buffer.putLong(at + RecordDescriptor.USERSPACE_SEQUENCE_OFFSET, sequence);
    for (int i = 0; i < payloadSize; i++) {
      // Half noise, half repetition, so that every codec finds something to compress.
      byte value =
          (i / TEXT_PERIOD & 1) == 0 ? (byte) ('a' + i % TEXT_PERIOD) : (byte) random.nextInt();
      buffer.put(at + RecordDescriptor.HEAD_LENGTH + i, value);
    }
    fixChecksum(buffer, at, length);
    buffer.position(at + length);
    sequence++;
    count++;
    return this;
  }

  /** Sets a record's checksum to what its bytes give. */
  static void fixChecksum(ByteBuffer records, int at, int length) {
    records.putInt(at + RecordDescriptor.CHECKSUM_OFFSET, 0);
    byte[] bytes = new byte[length];
    records.get(at, bytes);
    records.putInt(at + RecordDescriptor.CHECKSUM_OFFSET, KernelCrc32.of(bytes, 0, length));
  }

  ByteBuffer buffer() {
    return buffer;
  }

  int length() {
    return lastOffset == 0 && count == 0
        ? 0
        : lastOffset + buffer.getInt(lastOffset + RecordDescriptor.EVENT_SIZE_OFFSET);
  }

  int lastOffset() {
    return lastOffset;
  }

  int count() {
    return count;
  }

  byte[] bytes() {
    byte[] bytes = new byte[length()];
    buffer.get(0, bytes);
    return bytes;
  }
}
