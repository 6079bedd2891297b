package io.semj.bench;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.KernelCrc32;
import io.semj.event.SemanticEvent;
import io.semj.format.RecordDescriptor;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Finished records as a journal's writer has them before it seals a block. */
final class SampleBlocks {
  private static final long BEGINNING = 1_700_000_000_000_000_000L;
  private static final long EVERY = 1_000;
  private static final int LATENCY = 20_000;

  private final ByteBuffer records;
  private final int length;
  private final int lastOffset;

  private SampleBlocks(ByteBuffer records, int length, int lastOffset) {
    this.records = records;
    this.length = length;
    this.lastOffset = lastOffset;
  }

  static SampleBlocks of(int events) {
    BenchEvents.Prebuilt source = new BenchEvents.Prebuilt();
    int recordLength = source.next().encode();
    ByteBuffer bytes = ByteBuffer.allocateDirect(events * recordLength).order(LITTLE_ENDIAN);
    UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    for (int i = 0; i < events; i++) {
      SemanticEvent event = source.next();
      buffer.putBytes(i * recordLength, event.image(), 0, recordLength);
      stamp(bytes, i * recordLength, i + 1L);
      int checksum = checksum(bytes, i * recordLength, recordLength);
      bytes.putInt(i * recordLength + RecordDescriptor.CHECKSUM_OFFSET, checksum);
    }
    return new SampleBlocks(bytes, events * recordLength, (events - 1) * recordLength);
  }

  private static void stamp(ByteBuffer record, int at, long sequence) {
    long time = BEGINNING + sequence * EVERY;
    record.putLong(at + RecordDescriptor.EVENT_ID_OFFSET, sequence);
    record.putLong(at + RecordDescriptor.SEQUENCE_OFFSET, sequence);
    record.putLong(at + RecordDescriptor.GLOBAL_SEQUENCE_OFFSET, sequence);
    record.putLong(at + RecordDescriptor.LOCAL_SEQUENCE_OFFSET, sequence);
    record.putLong(at + RecordDescriptor.USERSPACE_SEQUENCE_OFFSET, sequence);
    record.putLong(at + RecordDescriptor.ROOT_CAUSE_EVENT_ID_OFFSET, sequence);
    record.putLong(at + RecordDescriptor.BUFFER_POSITION_OFFSET, sequence);
    record.putLong(at + RecordDescriptor.TIMESTAMP_OFFSET, time);
    record.putLong(at + RecordDescriptor.EMISSION_LATENCY_OFFSET, LATENCY - sequence);
    record.putLong(at + RecordDescriptor.PROCESSING_TIMESTAMP_OFFSET, time + LATENCY);
    record.putLong(at + RecordDescriptor.PERSISTENCE_TIMESTAMP_OFFSET, BEGINNING + LATENCY);
  }

  private static int checksum(ByteBuffer bytes, int at, int length) {
    byte[] record = new byte[length];
    bytes.get(at, record);
    return KernelCrc32.of(record, 0, length);
  }

  ByteBuffer records() {
    return records;
  }

  int length() {
    return length;
  }

  int lastOffset() {
    return lastOffset;
  }
}
