package io.semj.tool.json;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.format.RecordDescriptor;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * The numbers of a record's head, in their order in the record. The names in lower case are those
 * of the kernel's structures.
 */
public enum HeadField {
  /** Who the event is. */
  EVENT_ID(RecordDescriptor.EVENT_ID_OFFSET, Width.U64, Source.IDENTITY),
  /** What happened. */
  EVENT_TYPE(RecordDescriptor.EVENT_TYPE_OFFSET, Width.U32, Source.EMITTER),
  /** What exactly. */
  EVENT_SUBTYPE(RecordDescriptor.EVENT_SUBTYPE_OFFSET, Width.U32, Source.EMITTER),
  /** When, in nanoseconds since 1970. */
  TIMESTAMP_NS(RecordDescriptor.TIMESTAMP_OFFSET, Width.I64, Source.EMITTER),
  /** The sequence that its source gave it. */
  SEQUENCE(RecordDescriptor.SEQUENCE_OFFSET, Width.U64, Source.IDENTITY),
  /** Where it was emitted. */
  CPU_ID(RecordDescriptor.CPU_ID_OFFSET, Width.U32, Source.EMITTER),
  /** Who emitted it. */
  PROCESS_ID(RecordDescriptor.PROCESS_ID_OFFSET, Width.U32, Source.EMITTER),
  /** Sequence over all sources. */
  GLOBAL_SEQUENCE(RecordDescriptor.GLOBAL_SEQUENCE_OFFSET, Width.U64, Source.IDENTITY),
  /** Sequence since the journal was opened. */
  LOCAL_SEQUENCE(RecordDescriptor.LOCAL_SEQUENCE_OFFSET, Width.U64, Source.IDENTITY),
  /** Bit set. */
  EVENT_FLAGS(RecordDescriptor.EVENT_FLAGS_OFFSET, Width.U32, Source.EMITTER),
  /** 1 critical to 5 background. */
  EVENT_PRIORITY(RecordDescriptor.EVENT_PRIORITY_OFFSET, Width.U32, Source.EMITTER),
  /** Bytes of the whole record. */
  EVENT_SIZE(RecordDescriptor.EVENT_SIZE_OFFSET, Width.U32, Source.JOURNAL),
  /** Bytes of context. */
  CONTEXT_SIZE(RecordDescriptor.CONTEXT_SIZE_OFFSET, Width.U32, Source.JOURNAL),
  /** Bytes of payload. */
  PAYLOAD_SIZE(RecordDescriptor.PAYLOAD_SIZE_OFFSET, Width.U32, Source.JOURNAL),
  /** Bytes of metadata. */
  METADATA_SIZE(RecordDescriptor.METADATA_SIZE_OFFSET, Width.U32, Source.JOURNAL),
  /** Version of the record's layout. */
  EVENT_VERSION(RecordDescriptor.EVENT_VERSION_OFFSET, Width.U32, Source.JOURNAL),
  /** Kernel CRC32 of the record. */
  CHECKSUM(RecordDescriptor.CHECKSUM_OFFSET, Width.U32, Source.JOURNAL),
  /** How the event by itself is compressed. */
  COMPRESSION_TYPE(RecordDescriptor.COMPRESSION_TYPE_OFFSET, Width.U32, Source.JOURNAL),
  /** How the event by itself is encrypted. */
  ENCRYPTION_TYPE(RecordDescriptor.ENCRYPTION_TYPE_OFFSET, Width.U32, Source.JOURNAL),
  /** How many causality links there are. */
  CAUSALITY_LINK_COUNT(RecordDescriptor.LINK_COUNT_OFFSET, Width.U32, Source.JOURNAL),
  /** Event id of the parent. */
  PARENT_EVENT_ID(RecordDescriptor.PARENT_EVENT_ID_OFFSET, Width.U64, Source.EMITTER),
  /** Event id of the root cause. */
  ROOT_CAUSE_EVENT_ID(RecordDescriptor.ROOT_CAUSE_EVENT_ID_OFFSET, Width.U64, Source.EMITTER),
  /** Which agents see it. */
  AGENT_VISIBILITY_MASK(RecordDescriptor.AGENT_VISIBILITY_MASK_OFFSET, Width.U64, Source.EMITTER),
  /** 0 to 100. */
  AGENT_RELEVANCE_SCORE(RecordDescriptor.AGENT_RELEVANCE_OFFSET, Width.U32, Source.EMITTER),
  /** Priority in replay. */
  REPLAY_PRIORITY(RecordDescriptor.REPLAY_PRIORITY_OFFSET, Width.U32, Source.EMITTER),
  /** Bit set. */
  USERSPACE_FLAGS(RecordDescriptor.USERSPACE_FLAGS_OFFSET, Width.U32, Source.EMITTER),
  /** What the emission took, where it was timed. */
  EMISSION_LATENCY_NS(RecordDescriptor.EMISSION_LATENCY_OFFSET, Width.U64, Source.JOURNAL),
  /** Ring slot. */
  BUFFER_POSITION(RecordDescriptor.BUFFER_POSITION_OFFSET, Width.U64, Source.JOURNAL),
  /** Ties the event to events of the kernel. */
  CROSS_BOUNDARY_ID(RecordDescriptor.CROSS_BOUNDARY_ID_OFFSET, Width.U64, Source.EMITTER),
  /** The sequence in this journal. */
  USERSPACE_SEQUENCE(RecordDescriptor.USERSPACE_SEQUENCE_OFFSET, Width.U64, Source.JOURNAL),
  /** When the writer took it. */
  PROCESSING_TIMESTAMP(RecordDescriptor.PROCESSING_TIMESTAMP_OFFSET, Width.U64, Source.JOURNAL),
  /** When the writer stored it. */
  PERSISTENCE_TIMESTAMP(RecordDescriptor.PERSISTENCE_TIMESTAMP_OFFSET, Width.U64, Source.JOURNAL),
  /** How often storing it was tried again. */
  RETRY_COUNT(RecordDescriptor.RETRY_COUNT_OFFSET, Width.U32, Source.JOURNAL);

  /** How a number is stored. */
  public enum Width {
    /** Unsigned, 4 bytes. */
    U32,
    /** Unsigned, 8 bytes. */
    U64,
    /** Signed, 8 bytes. */
    I64;

    /**
     * The bytes that it takes.
     *
     * @return 4 or 8
     */
    public int bytes() {
      return this == U32 ? Integer.BYTES : Long.BYTES;
    }
  }

  /** Who says what a field holds. */
  enum Source {
    /** Whoever emits the event. */
    EMITTER,
    /** The journal, unless the event was imported with an id of its own. */
    IDENTITY,
    /** The journal, always; what a line says of it is not used. */
    JOURNAL
  }

  private static final Map<String, HeadField> BY_NAME = new HashMap<>();

  static {
    for (HeadField field : values()) {
      BY_NAME.put(field.wireName, field);
    }
  }

  private final int offset;
  private final Width width;
  private final Source source;
  private final String wireName = name().toLowerCase(Locale.ROOT);

  HeadField(int offset, Width width, Source source) {
    this.offset = offset;
    this.width = width;
    this.source = source;
  }

  /** The field of a name, null if there is none. */
  static HeadField ofName(String name) {
    return BY_NAME.get(name);
  }

  /**
   * The name in JSON.
   *
   * @return the kernel's name
   */
  public String wireName() {
    return wireName;
  }

  /**
   * Where it stands in the record.
   *
   * @return bytes from its beginning
   */
  public int offset() {
    return offset;
  }

  /**
   * How it is stored.
   *
   * @return width and sign
   */
  public Width width() {
    return width;
  }

  Source source() {
    return source;
  }

  /**
   * The number in a record.
   *
   * @param record that holds the record
   * @param at where the record begins
   * @return the number; a u32 is never negative, a u64 is to be read as unsigned
   */
  public long get(DirectBuffer record, int at) {
    return width == Width.U32
        ? Integer.toUnsignedLong(record.getInt(at + offset, LITTLE_ENDIAN))
        : record.getLong(at + offset, LITTLE_ENDIAN);
  }
}
