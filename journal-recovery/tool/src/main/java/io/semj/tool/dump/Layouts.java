package io.semj.tool.dump;

import static io.semj.tool.dump.ByteField.field;
import static io.semj.tool.dump.ByteField.number;

import io.semj.format.BlockDescriptor;
import io.semj.format.RecordDescriptor;
import io.semj.format.SegmentDescriptor;
import io.semj.tool.dump.ByteField.View;
import io.semj.tool.json.HeadField;
import java.util.ArrayList;
import java.util.List;

/** The structures of a segment, as docs/format.md has them. */
final class Layouts {
  static final List<ByteField> JOURNAL_HEADER =
      List.of(
          field("magic", SegmentDescriptor.MAGIC_OFFSET, 4, View.MAGIC),
          number("version_major", SegmentDescriptor.VERSION_MAJOR_OFFSET, 4),
          number("version_minor", SegmentDescriptor.VERSION_MINOR_OFFSET, 4),
          number("total_events", SegmentDescriptor.TOTAL_EVENTS_OFFSET, 8),
          number("next_event_id", SegmentDescriptor.NEXT_EVENT_ID_OFFSET, 8),
          number("journal_size", SegmentDescriptor.JOURNAL_SIZE_OFFSET, 8),
          number("index_offset", SegmentDescriptor.INDEX_OFFSET_OFFSET, 8),
          field("flags", SegmentDescriptor.FLAGS_OFFSET, 4, View.HEX),
          field("checksum", SegmentDescriptor.HEADER_CHECKSUM_OFFSET, 4, View.HEX),
          field("userspace_marker", SegmentDescriptor.USERSPACE_MARKER_OFFSET, 4, View.MAGIC),
          number("compression_algorithm", SegmentDescriptor.COMPRESSION_ALGORITHM_OFFSET, 4),
          number("encryption_algorithm", SegmentDescriptor.ENCRYPTION_ALGORITHM_OFFSET, 4),
          number("last_checkpoint_sequence", SegmentDescriptor.LAST_CHECKPOINT_SEQUENCE_OFFSET, 8),
          number(
              "last_kernel_sync_sequence", SegmentDescriptor.LAST_KERNEL_SYNC_SEQUENCE_OFFSET, 8),
          field("creation_timestamp", SegmentDescriptor.CREATION_TIMESTAMP_OFFSET, 8, View.SECONDS),
          field(
              "modification_timestamp",
              SegmentDescriptor.MODIFICATION_TIMESTAMP_OFFSET,
              8,
              View.SECONDS),
          field("reserved", SegmentDescriptor.HEADER_RESERVED_OFFSET, 32, View.BYTES));

  static final List<ByteField> SEGMENT_DESCRIPTOR =
      List.of(
          field("magic", SegmentDescriptor.DESCRIPTOR_MAGIC_OFFSET, 4, View.MAGIC),
          number("descriptor_version", SegmentDescriptor.DESCRIPTOR_VERSION_OFFSET, 4),
          number("generation", SegmentDescriptor.GENERATION_OFFSET, 8),
          field("journal_id", SegmentDescriptor.JOURNAL_ID_OFFSET, 16, View.UUID),
          number("first_sequence", SegmentDescriptor.FIRST_SEQUENCE_OFFSET, 8),
          number("first_block_id", SegmentDescriptor.FIRST_BLOCK_ID_OFFSET, 8),
          field("chain_anchor", SegmentDescriptor.CHAIN_ANCHOR_OFFSET, 32, View.BYTES),
          number("data_offset", SegmentDescriptor.DATA_OFFSET_OFFSET, 4),
          number("alignment", SegmentDescriptor.ALIGNMENT_OFFSET, 4),
          field("creation_time", SegmentDescriptor.CREATION_TIME_OFFSET, 8, View.TIME),
          field("reserved", SegmentDescriptor.CREATION_TIME_OFFSET + 8, 28, View.BYTES),
          field("crc32c", SegmentDescriptor.DESCRIPTOR_CHECKSUM_OFFSET, 4, View.HEX));

  static final List<ByteField> SEAL =
      List.of(
          field("magic", SegmentDescriptor.SEAL_MAGIC_OFFSET, 4, View.MAGIC),
          field("reserved", SegmentDescriptor.SEAL_MAGIC_OFFSET + 4, 4, View.BYTES),
          number("end_position", SegmentDescriptor.END_POSITION_OFFSET, 8),
          number("last_block_position", SegmentDescriptor.LAST_BLOCK_POSITION_OFFSET, 8),
          number("block_count", SegmentDescriptor.BLOCK_COUNT_OFFSET, 8),
          number("event_count", SegmentDescriptor.EVENT_COUNT_OFFSET, 8),
          number("last_sequence", SegmentDescriptor.LAST_SEQUENCE_OFFSET, 8),
          field("chain_digest", SegmentDescriptor.CHAIN_DIGEST_OFFSET, 32, View.BYTES),
          field("seal_time", SegmentDescriptor.SEAL_TIME_OFFSET, 8, View.TIME),
          field(
              "earliest_timestamp_ns", SegmentDescriptor.MIN_EVENT_TIMESTAMP_OFFSET, 8, View.TIME),
          field("latest_timestamp_ns", SegmentDescriptor.MAX_EVENT_TIMESTAMP_OFFSET, 8, View.TIME),
          field("reserved", SegmentDescriptor.MAX_EVENT_TIMESTAMP_OFFSET + 8, 20, View.BYTES),
          field("crc32c", SegmentDescriptor.SEAL_CHECKSUM_OFFSET, 4, View.HEX));

  /** All zero unless the segment was rewritten. */
  static final List<ByteField> REANCHOR =
      List.of(
          field("magic", SegmentDescriptor.REANCHOR_MAGIC_OFFSET, 4, View.MAGIC),
          number("kind", SegmentDescriptor.REANCHOR_KIND_OFFSET, 4),
          number("last_sequence", SegmentDescriptor.REANCHOR_LAST_SEQUENCE_OFFSET, 8),
          number("last_block_id", SegmentDescriptor.REANCHOR_LAST_BLOCK_ID_OFFSET, 8),
          field("chain_digest", SegmentDescriptor.REANCHOR_CHAIN_DIGEST_OFFSET, 32, View.BYTES),
          number("events_removed", SegmentDescriptor.REANCHOR_REMOVED_EVENTS_OFFSET, 8),
          field("time", SegmentDescriptor.REANCHOR_TIME_OFFSET, 8, View.TIME),
          field("reserved", SegmentDescriptor.REANCHOR_TIME_OFFSET + 8, 52, View.BYTES),
          field("crc32c", SegmentDescriptor.REANCHOR_CHECKSUM_OFFSET, 4, View.HEX));

  static final List<ByteField> BLOCK_HEADER = blockHeader();

  static final List<ByteField> BLOCK_TRAILER =
      List.of(
          field("magic", BlockDescriptor.TRAILER_MAGIC_OFFSET, 4, View.MAGIC),
          field("flags", BlockDescriptor.FLAGS_OFFSET, 4, View.HEX),
          number("generation", BlockDescriptor.GENERATION_OFFSET, 8),
          number("first_sequence", BlockDescriptor.FIRST_SEQUENCE_OFFSET, 8),
          number("durable_sequence", BlockDescriptor.DURABLE_SEQUENCE_OFFSET, 8),
          number("dropped_before", BlockDescriptor.DROPPED_BEFORE_OFFSET, 4),
          number("encryption_type", BlockDescriptor.ENCRYPTION_TYPE_OFFSET, 4),
          number("encryption_key_id", BlockDescriptor.ENCRYPTION_KEY_ID_OFFSET, 8),
          number("last_sequence_if_sparse", BlockDescriptor.LAST_SEQUENCE_OFFSET, 8),
          field("reserved", BlockDescriptor.LAST_SEQUENCE_OFFSET + 8, 8, View.BYTES),
          field("chain_digest", BlockDescriptor.CHAIN_DIGEST_OFFSET, 32, View.BYTES));

  static final List<ByteField> RECORD_HEAD = recordHead();

  static final List<ByteField> LINK =
      List.of(
          number("cause_event_id", RecordDescriptor.LINK_CAUSE_OFFSET, 8),
          number("effect_event_id", RecordDescriptor.LINK_EFFECT_OFFSET, 8),
          number("causality_type", RecordDescriptor.LINK_TYPE_OFFSET, 4),
          number("causality_strength", RecordDescriptor.LINK_STRENGTH_OFFSET, 4),
          field("causality_delay_ns", RecordDescriptor.LINK_DELAY_OFFSET, 8, View.SIGNED),
          field(
              "description",
              RecordDescriptor.LINK_DESCRIPTION_OFFSET,
              RecordDescriptor.LINK_DESCRIPTION_LENGTH,
              View.BYTES));

  private Layouts() {}

  private static List<ByteField> blockHeader() {
    List<ByteField> fields = new ArrayList<>();
    fields.add(field("block_magic", BlockDescriptor.MAGIC_OFFSET, 4, View.MAGIC));
    fields.add(number("block_version", BlockDescriptor.VERSION_OFFSET, 4));
    fields.add(number("block_id", BlockDescriptor.BLOCK_ID_OFFSET, 8));
    fields.add(number("block_size", BlockDescriptor.BLOCK_SIZE_OFFSET, 4));
    fields.add(number("event_count", BlockDescriptor.EVENT_COUNT_OFFSET, 4));
    fields.add(number("compression_type", BlockDescriptor.COMPRESSION_TYPE_OFFSET, 4));
    fields.add(number("compressed_size", BlockDescriptor.COMPRESSED_SIZE_OFFSET, 4));
    fields.add(number("uncompressed_size", BlockDescriptor.UNCOMPRESSED_SIZE_OFFSET, 4));
    fields.add(field("block_checksum", BlockDescriptor.BLOCK_CHECKSUM_OFFSET, 4, View.HEX));
    addEventTime(fields, "first_event", BlockDescriptor.FIRST_EVENT_TIME_OFFSET);
    addEventTime(fields, "last_event", BlockDescriptor.LAST_EVENT_TIME_OFFSET);
    fields.add(number("first_event_id", BlockDescriptor.FIRST_EVENT_ID_OFFSET, 8));
    fields.add(number("last_event_id", BlockDescriptor.LAST_EVENT_ID_OFFSET, 8));
    return List.copyOf(fields);
  }

  private static void addEventTime(List<ByteField> fields, String name, int at) {
    fields.add(
        field(name + ".timestamp_ns", at + BlockDescriptor.TIME_TIMESTAMP_OFFSET, 8, View.TIME));
    fields.add(number(name + ".sequence", at + BlockDescriptor.TIME_SEQUENCE_OFFSET, 8));
    fields.add(number(name + ".cpu_id", at + BlockDescriptor.TIME_CPU_ID_OFFSET, 4));
    fields.add(number(name + ".process_id", at + BlockDescriptor.TIME_PROCESS_ID_OFFSET, 4));
  }

  private static List<ByteField> recordHead() {
    List<ByteField> fields = new ArrayList<>();
    for (HeadField field : HeadField.values()) {
      View view =
          switch (field) {
            case TIMESTAMP_NS, PROCESSING_TIMESTAMP, PERSISTENCE_TIMESTAMP -> View.TIME;
            case EVENT_TYPE, EVENT_FLAGS, CHECKSUM, AGENT_VISIBILITY_MASK, USERSPACE_FLAGS ->
                View.HEX;
            default -> View.NUMBER;
          };
      fields.add(field(field.wireName(), field.offset(), field.width().bytes(), view));
    }
    fields.add(field("group_left", RecordDescriptor.GROUP_LEFT_OFFSET, Integer.BYTES, View.NUMBER));
    fields.add(
        field("group_index", RecordDescriptor.GROUP_INDEX_OFFSET, Integer.BYTES, View.NUMBER));
    int reserved = RecordDescriptor.RESERVED_OFFSET;
    fields.add(field("reserved", reserved, RecordDescriptor.HEAD_LENGTH - reserved, View.BYTES));
    return List.copyOf(fields);
  }
}
