package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.semj.checksum.BlockChain;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The content of the golden segments: two sealed blocks of three and two events, with every part
 * that a record can have. It never changes; a new format version gets files and content of its own.
 */
final class GoldenSegment {
  static final long GENERATION = 3;
  static final long FIRST_SEQUENCE = 41;
  static final long FIRST_BLOCK_ID = 9;
  static final long CREATED_NANOS = 1_767_225_600_123_456_789L;
  static final long SEALED_NANOS = CREATED_NANOS + 60_000_000_000L;
  static final int[] EVENTS_PER_BLOCK = {3, 2};
  static final int DROPPED_BEFORE_SECOND = 4;

  private static final String PATH = "/srv/daten/Übersicht/bericht.txt";
  private static final String METADATA = "{\"source\":\"golden\",\"version\":\"1.0\"}";

  private GoldenSegment() {}

  static SegmentIdentity identity() {
    return new SegmentIdentity(
        TestBlocks.JOURNAL_ID,
        GENERATION,
        FIRST_SEQUENCE,
        FIRST_BLOCK_ID,
        ChainDigest.of(TestBlocks.ANCHOR),
        SegmentDescriptor.LENGTH,
        SegmentDescriptor.ALIGNMENT,
        CREATED_NANOS);
  }

  static long firstSequence(int block) {
    return block == 0
        ? FIRST_SEQUENCE
        : FIRST_SEQUENCE + EVENTS_PER_BLOCK[0] + DROPPED_BEFORE_SECOND;
  }

  /** The records of a block, one array each. */
  static List<byte[]> records(int block) {
    List<byte[]> records = new ArrayList<>();
    for (int i = 0; i < EVENTS_PER_BLOCK[block]; i++) {
      records.add(record(firstSequence(block) + i, i));
    }
    return records;
  }

  /** The whole file: written as a writer does, live first and sealed at the end. */
  static byte[] encode(BlockCodec codec) {
    ByteBuffer file = ByteBuffer.allocateDirect(64 * 1024).order(LITTLE_ENDIAN);
    UnsafeBuffer buffer = new UnsafeBuffer(file);
    SegmentHeader header = SegmentHeader.live(identity(), codec.compression());
    SegmentHeaderCodec.encode(header, buffer, 0);
    BlockChain chain = new BlockChain(TestBlocks.ANCHOR);
    BlockEncoder encoder = new BlockEncoder(codec, 0, chain);
    ByteBuffer target = ByteBuffer.allocateDirect(32 * 1024).order(LITTLE_ENDIAN);
    int position = SegmentDescriptor.LENGTH;
    int lastBlock = 0;
    int events = 0;
    for (int block = 0; block < EVENTS_PER_BLOCK.length; block++) {
      int size = encodeBlock(encoder, block, target);
      file.put(position, target, 0, size);
      lastBlock = position;
      position += size;
      events += EVENTS_PER_BLOCK[block];
    }
    byte[] digest = new byte[ChainDigest.LENGTH];
    chain.copyDigest(digest, 0);
    SegmentSeal seal =
        new SegmentSeal(
            position,
            lastBlock,
            EVENTS_PER_BLOCK.length,
            events,
            firstSequence(1) + EVENTS_PER_BLOCK[1] - 1,
            ChainDigest.of(digest),
            SEALED_NANOS,
            timestamp(FIRST_SEQUENCE),
            timestamp(firstSequence(1) + EVENTS_PER_BLOCK[1] - 1));
    SegmentHeaderCodec.encodeSeal(header, seal, buffer, 0);
    byte[] bytes = new byte[position];
    file.get(0, bytes);
    return bytes;
  }

  private static int encodeBlock(BlockEncoder encoder, int block, ByteBuffer target) {
    ByteBuffer records = ByteBuffer.allocateDirect(16 * 1024).order(LITTLE_ENDIAN);
    int lastOffset = 0;
    for (byte[] record : records(block)) {
      lastOffset = records.position();
      records.put(record);
    }
    BlockInfo info =
        new BlockInfo()
            .blockId(FIRST_BLOCK_ID + block)
            .generation(GENERATION)
            .firstSequence(firstSequence(block))
            .eventCount(EVENTS_PER_BLOCK[block])
            .durableSequence(firstSequence(block) - 1)
            .droppedBefore(block == 0 ? 0 : DROPPED_BEFORE_SECOND);
    return encoder.encode(info, records, records.position(), lastOffset, target);
  }

  static long timestamp(long sequence) {
    return CREATED_NANOS + sequence * 1_000_000;
  }

  static byte[] record(long sequence, int index) {
    byte[] context = context(sequence);
    byte[] payload = payload(sequence);
    byte[] metadata = index == 0 ? new byte[0] : METADATA.getBytes(UTF_8);
    int links = index == 2 ? 1 : 0;
    int length =
        RecordDescriptor.HEAD_LENGTH
            + context.length
            + payload.length
            + metadata.length
            + links * RecordDescriptor.LINK_LENGTH;
    ByteBuffer record = ByteBuffer.allocate(length).order(LITTLE_ENDIAN);
    putHead(record, sequence);
    record.putInt(RecordDescriptor.EVENT_SIZE_OFFSET, length);
    record.putInt(RecordDescriptor.CONTEXT_SIZE_OFFSET, context.length);
    record.putInt(RecordDescriptor.PAYLOAD_SIZE_OFFSET, payload.length);
    record.putInt(RecordDescriptor.METADATA_SIZE_OFFSET, metadata.length);
    record.putInt(RecordDescriptor.LINK_COUNT_OFFSET, links);
    record.position(RecordDescriptor.HEAD_LENGTH).put(context).put(payload).put(metadata);
    if (links == 1) {
      record.putLong(sequence - 1).putLong(sequence).putInt(2).putInt(80).putLong(1_500);
      record.put("follows".getBytes(UTF_8));
    }
    TestRecords.fixChecksum(record, 0, length);
    return record.array();
  }

  private static void putHead(ByteBuffer record, long sequence) {
    record.putLong(RecordDescriptor.EVENT_ID_OFFSET, sequence);
    record.putInt(RecordDescriptor.EVENT_TYPE_OFFSET, 0x0103);
    record.putInt(RecordDescriptor.EVENT_SUBTYPE_OFFSET, 7);
    record.putLong(RecordDescriptor.TIMESTAMP_OFFSET, timestamp(sequence));
    record.putLong(RecordDescriptor.SEQUENCE_OFFSET, sequence);
    record.putInt(RecordDescriptor.CPU_ID_OFFSET, 1);
    record.putInt(RecordDescriptor.PROCESS_ID_OFFSET, 4_242);
    record.putLong(RecordDescriptor.GLOBAL_SEQUENCE_OFFSET, sequence);
    record.putLong(RecordDescriptor.LOCAL_SEQUENCE_OFFSET, sequence - FIRST_SEQUENCE + 1);
    record.putInt(RecordDescriptor.EVENT_FLAGS_OFFSET, 0x09);
    record.putInt(RecordDescriptor.EVENT_PRIORITY_OFFSET, 3);
    record.putInt(RecordDescriptor.EVENT_VERSION_OFFSET, 1);
    record.putLong(RecordDescriptor.PARENT_EVENT_ID_OFFSET, sequence - 1);
    record.putLong(RecordDescriptor.ROOT_CAUSE_EVENT_ID_OFFSET, FIRST_SEQUENCE);
    record.putLong(RecordDescriptor.AGENT_VISIBILITY_MASK_OFFSET, -1);
    record.putInt(RecordDescriptor.AGENT_RELEVANCE_OFFSET, 50);
    record.putInt(RecordDescriptor.REPLAY_PRIORITY_OFFSET, 2);
    record.putInt(RecordDescriptor.USERSPACE_FLAGS_OFFSET, 0x82);
    record.putLong(RecordDescriptor.EMISSION_LATENCY_OFFSET, 250);
    record.putLong(RecordDescriptor.BUFFER_POSITION_OFFSET, sequence % 16);
    record.putLong(RecordDescriptor.CROSS_BOUNDARY_ID_OFFSET, 99);
    record.putLong(RecordDescriptor.USERSPACE_SEQUENCE_OFFSET, sequence);
    record.putLong(RecordDescriptor.PROCESSING_TIMESTAMP_OFFSET, timestamp(sequence) + 1_000);
    record.putLong(RecordDescriptor.PERSISTENCE_TIMESTAMP_OFFSET, timestamp(sequence) + 2_000);
  }

  /** Transaction id, path, inode, file type; a metric name, its value 0.0, and a log message. */
  private static byte[] context(long sequence) {
    ByteBuffer context = ByteBuffer.allocate(512).order(LITTLE_ENDIAN);
    context.put((byte) 1).put((byte) 2).putLong(7_000 + sequence);
    putText(context, 4, PATH);
    context.put((byte) 5).put((byte) 2).putLong(123_456);
    context.put((byte) 6).put((byte) 1).putInt(0x8000);
    putText(context, 64, "bytes.written");
    context.put((byte) 65).put((byte) 4).putDouble(0.0);
    putText(context, 68, "written, and closed");
    return Arrays.copyOf(context.array(), context.position());
  }

  private static void putText(ByteBuffer context, int field, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    context.put((byte) field).put((byte) 3).putShort((short) bytes.length).put(bytes);
  }

  private static byte[] payload(long sequence) {
    byte[] payload = new byte[200 + (int) sequence];
    for (int i = 0; i < payload.length; i++) {
      payload[i] = (byte) ("payload ".charAt(i % 8) + (i / 64));
    }
    return payload;
  }
}
