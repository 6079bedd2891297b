package io.semj.tool.kernel;

import io.semj.format.RecordDescriptor;
import java.util.Locale;

/** The fields of a kernel event's header, in the order of the JSON. */
enum HeaderNames {
  EVENT_ID(RecordDescriptor.EVENT_ID_OFFSET, 8),
  EVENT_TYPE(RecordDescriptor.EVENT_TYPE_OFFSET, 4),
  EVENT_SUBTYPE(RecordDescriptor.EVENT_SUBTYPE_OFFSET, 4),
  TIMESTAMP_NS(RecordDescriptor.TIMESTAMP_OFFSET, -8),
  SEQUENCE(RecordDescriptor.SEQUENCE_OFFSET, 8),
  CPU_ID(RecordDescriptor.CPU_ID_OFFSET, 4),
  PROCESS_ID(RecordDescriptor.PROCESS_ID_OFFSET, 4),
  GLOBAL_SEQUENCE(RecordDescriptor.GLOBAL_SEQUENCE_OFFSET, 8),
  LOCAL_SEQUENCE(RecordDescriptor.LOCAL_SEQUENCE_OFFSET, 8),
  EVENT_FLAGS(RecordDescriptor.EVENT_FLAGS_OFFSET, 4),
  EVENT_PRIORITY(RecordDescriptor.EVENT_PRIORITY_OFFSET, 4),
  EVENT_VERSION(RecordDescriptor.EVENT_VERSION_OFFSET, 4),
  COMPRESSION_TYPE(RecordDescriptor.COMPRESSION_TYPE_OFFSET, 4),
  ENCRYPTION_TYPE(RecordDescriptor.ENCRYPTION_TYPE_OFFSET, 4),
  PARENT_EVENT_ID(RecordDescriptor.PARENT_EVENT_ID_OFFSET, 8),
  ROOT_CAUSE_EVENT_ID(RecordDescriptor.ROOT_CAUSE_EVENT_ID_OFFSET, 8),
  AGENT_VISIBILITY_MASK(RecordDescriptor.AGENT_VISIBILITY_MASK_OFFSET, 8),
  AGENT_RELEVANCE_SCORE(RecordDescriptor.AGENT_RELEVANCE_OFFSET, 4),
  REPLAY_PRIORITY(RecordDescriptor.REPLAY_PRIORITY_OFFSET, 4),
  CONTEXT_SIZE(RecordDescriptor.CONTEXT_SIZE_OFFSET, 4),
  PAYLOAD_SIZE(RecordDescriptor.PAYLOAD_SIZE_OFFSET, 4),
  METADATA_SIZE(RecordDescriptor.METADATA_SIZE_OFFSET, 4),
  CAUSALITY_LINK_COUNT(RecordDescriptor.LINK_COUNT_OFFSET, 4),
  EVENT_SIZE(RecordDescriptor.EVENT_SIZE_OFFSET, 4),
  CHECKSUM(RecordDescriptor.CHECKSUM_OFFSET, 4);

  private final int offset;
  private final int width;

  /** Width in bytes, negative for a signed number. */
  HeaderNames(int offset, int width) {
    this.offset = offset;
    this.width = width;
  }

  int offset() {
    return offset;
  }

  boolean isLong() {
    return Math.abs(width) == Long.BYTES;
  }

  boolean isSigned() {
    return width < 0;
  }

  /** Whether it follows from the rest of the event. */
  boolean isDerived() {
    return switch (this) {
      case CONTEXT_SIZE, PAYLOAD_SIZE, METADATA_SIZE, CAUSALITY_LINK_COUNT, EVENT_SIZE, CHECKSUM ->
          true;
      default -> false;
    };
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
