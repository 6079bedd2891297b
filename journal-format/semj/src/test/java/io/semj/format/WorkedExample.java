package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.BlockChain;
import io.semj.event.EventBuilder;
import io.semj.event.EventPriority;
import io.semj.event.EventType;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The segment whose bytes docs/format.md explains one by one: the first of its journal, sealed,
 * with one uncompressed block of two small events.
 */
final class WorkedExample {
  static final UUID JOURNAL_ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

  /** 2026-01-01T00:00:00Z. */
  static final long CREATED_NANOS = 1_767_225_600_000_000_000L;

  private static final long SECOND = 1_000_000_000L;
  private static final int PROCESS_ID = 4_242;
  private static final int REGULAR_FILE = 0x8000;

  private WorkedExample() {}

  static EventBuilder fileCreated() {
    return new EventBuilder(EventType.FILESYSTEM_CREATE)
        .filesystem("/a.txt", 42, REGULAR_FILE)
        .payloadText("hello");
  }

  static EventBuilder loadMeasured() {
    EventBuilder event = new EventBuilder(EventType.OBSERVABILITY_METRIC_COLLECTED);
    return event
        .priority(EventPriority.HIGH)
        .parentEventId(1)
        .rootCauseEventId(1)
        .metric("load", 0.5, null)
        .metadata(new byte[] {'{', '}'});
  }

  /** The whole file: written as a writer does, live first and sealed at the end. */
  static byte[] encode() {
    SegmentIdentity identity = SegmentIdentity.first(JOURNAL_ID, CREATED_NANOS);
    SegmentHeader header = SegmentHeader.live(identity, BlockCompression.LZ4);
    BlockChain chain = new BlockChain(identity.chainAnchor().toBytes());
    ByteBuffer block = encodeBlock(chain);
    byte[] digest = new byte[ChainDigest.LENGTH];
    chain.copyDigest(digest, 0);
    int end = SegmentDescriptor.LENGTH + block.limit();
    SegmentSeal seal =
        new SegmentSeal(
            end,
            SegmentDescriptor.LENGTH,
            1,
            2,
            2,
            ChainDigest.of(digest),
            CREATED_NANOS + 60 * SECOND,
            CREATED_NANOS + SECOND,
            CREATED_NANOS + 2 * SECOND);
    byte[] file = new byte[end];
    UnsafeBuffer buffer = new UnsafeBuffer(file);
    SegmentHeaderCodec.encode(header, buffer, 0);
    block.get(0, file, SegmentDescriptor.LENGTH, block.limit());
    SegmentHeaderCodec.encodeSeal(header, seal, buffer, 0);
    return file;
  }

  private static ByteBuffer encodeBlock(BlockChain chain) {
    ByteBuffer records = ByteBuffer.allocateDirect(1_024).order(LITTLE_ENDIAN);
    int second = put(fileCreated(), 1, records, 0);
    int end = put(loadMeasured(), 2, records, second);
    BlockInfo info =
        new BlockInfo().blockId(1).generation(1).firstSequence(1).eventCount(2).durableSequence(0);
    try (BlockCodec codec = BlockCodecs.create(BlockCompression.LZ4)) {
      // So small a block stays below the threshold, and is stored as it is.
      BlockEncoder encoder = new BlockEncoder(codec, 1_024, chain);
      ByteBuffer block = ByteBuffer.allocateDirect(2_048).order(LITTLE_ENDIAN);
      encoder.encode(info, records, end, second, block);
      return block;
    }
  }

  /** Puts an event as the journal does: with its place in the journal, and its checksum. */
  private static int put(EventBuilder event, long sequence, ByteBuffer records, int at) {
    int length = event.encode();
    event.image().getBytes(0, records, at, length);
    long time = CREATED_NANOS + sequence * SECOND;
    records.putLong(at + RecordDescriptor.EVENT_ID_OFFSET, sequence);
    records.putLong(at + RecordDescriptor.TIMESTAMP_OFFSET, time);
    records.putLong(at + RecordDescriptor.SEQUENCE_OFFSET, sequence);
    records.putInt(at + RecordDescriptor.PROCESS_ID_OFFSET, PROCESS_ID);
    records.putLong(at + RecordDescriptor.GLOBAL_SEQUENCE_OFFSET, sequence);
    records.putLong(at + RecordDescriptor.LOCAL_SEQUENCE_OFFSET, sequence);
    if (records.getLong(at + RecordDescriptor.ROOT_CAUSE_EVENT_ID_OFFSET) == 0) {
      records.putLong(at + RecordDescriptor.ROOT_CAUSE_EVENT_ID_OFFSET, sequence);
    }
    records.putLong(at + RecordDescriptor.EMISSION_LATENCY_OFFSET, 1_500);
    records.putLong(at + RecordDescriptor.BUFFER_POSITION_OFFSET, sequence - 1);
    records.putLong(at + RecordDescriptor.USERSPACE_SEQUENCE_OFFSET, sequence);
    records.putLong(at + RecordDescriptor.PROCESSING_TIMESTAMP_OFFSET, time + 1_500);
    records.putLong(at + RecordDescriptor.PERSISTENCE_TIMESTAMP_OFFSET, time + 4_000);
    TestRecords.fixChecksum(records, at, length);
    return at + length;
  }
}
