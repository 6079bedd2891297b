package io.semj.format;

/**
 * Layout of one journal record: the kernel's event header, the userspace extension, then the
 * variable parts. All integers are little-endian, nothing is padded or aligned.
 *
 * <pre>
 *   0        4        8       12       16       20       24       28
 *  +--------+--------+--------+--------+--------+--------+--------+--------+
 *  |     event_id    |  type  |subtype |   timestamp_ns  |     sequence    |   0
 *  +--------+--------+--------+--------+--------+--------+--------+--------+
 *  | cpu_id | pid    | global_sequence | local_sequence  | flags  |priority|  32
 *  +--------+--------+--------+--------+--------+--------+--------+--------+
 *  |ev.size |ctx.size|pay.size|meta.sz |version |checksum|compr.  |encrypt.|  64
 *  +--------+--------+--------+--------+--------+--------+--------+--------+
 *  | links  | parent_event_id | root_cause_id   | visibility_mask |relevan.|  96
 *  +--------+--------+--------+--------+--------+--------+--------+--------+
 *  |replay.p|us.flags|emission_latency |buffer_position  |cross_boundary_id| 128
 *  +--------+--------+--------+--------+--------+--------+--------+--------+
 *  |userspace_seq    |processing_time  |persistence_time |retries |gr. left| 160
 *  +--------+--------+--------+--------+--------+--------+--------+--------+
 *  |gr.index|    reserved     | context (context_size) ...                   192
 *  +--------+--------+--------+--------------------------------------------
 *  | payload (payload_size) | metadata (metadata_size) | links (160 B each)
 *  +-----------------------------------------------------------------------
 * </pre>
 *
 * {@code event_size} counts everything: {@code 204 + context_size + payload_size + metadata_size +
 * 160 * causality_link_count}. {@code checksum} is the kernel's CRC32 over {@code event_size} bytes
 * with that field 0. In a record of a journal the context has the compact form that {@link
 * ContextField} describes; in a kernel event there is no userspace extension and the context has
 * its fixed form of 5,280 bytes.
 */
public final class RecordDescriptor {
  /** u64. */
  public static final int EVENT_ID_OFFSET = 0;

  /** u32, category in the bits 0xFF00. */
  public static final int EVENT_TYPE_OFFSET = 8;

  /** u32. */
  public static final int EVENT_SUBTYPE_OFFSET = 12;

  /** i64, nanoseconds since 1970 (in a kernel event: since boot). */
  public static final int TIMESTAMP_OFFSET = 16;

  /** u64, the sequence of the event's source: the journal's own, or the kernel's if imported. */
  public static final int SEQUENCE_OFFSET = 24;

  /** u32. */
  public static final int CPU_ID_OFFSET = 32;

  /** u32. */
  public static final int PROCESS_ID_OFFSET = 36;

  /** u64. */
  public static final int GLOBAL_SEQUENCE_OFFSET = 40;

  /** u64. */
  public static final int LOCAL_SEQUENCE_OFFSET = 48;

  /** u32, bit set. */
  public static final int EVENT_FLAGS_OFFSET = 56;

  /** u32, 1 critical to 5 background. */
  public static final int EVENT_PRIORITY_OFFSET = 60;

  /** u32, the length of the whole record. */
  public static final int EVENT_SIZE_OFFSET = 64;

  /** u32, bytes. */
  public static final int CONTEXT_SIZE_OFFSET = 68;

  /** u32, bytes. */
  public static final int PAYLOAD_SIZE_OFFSET = 72;

  /** u32, bytes. */
  public static final int METADATA_SIZE_OFFSET = 76;

  /** u32, {@link #EVENT_VERSION}. */
  public static final int EVENT_VERSION_OFFSET = 80;

  /** u32, kernel CRC32 of the whole record with this field 0. */
  public static final int CHECKSUM_OFFSET = 84;

  /** u32, 0: not compressed by itself. */
  public static final int COMPRESSION_TYPE_OFFSET = 88;

  /** u32, 0: not encrypted by itself. */
  public static final int ENCRYPTION_TYPE_OFFSET = 92;

  /** u32, links of {@link #LINK_LENGTH} bytes. */
  public static final int LINK_COUNT_OFFSET = 96;

  /** u64, 0: none. */
  public static final int PARENT_EVENT_ID_OFFSET = 100;

  /** u64, the event's own id if nothing caused it. */
  public static final int ROOT_CAUSE_EVENT_ID_OFFSET = 108;

  /** u64, bit set. */
  public static final int AGENT_VISIBILITY_MASK_OFFSET = 116;

  /** u32, 0 to 100. */
  public static final int AGENT_RELEVANCE_OFFSET = 124;

  /** u32. */
  public static final int REPLAY_PRIORITY_OFFSET = 128;

  /** Length of the header that the kernel shares. */
  public static final int KERNEL_HEADER_LENGTH = 132;

  /** u32, bit set. */
  public static final int USERSPACE_FLAGS_OFFSET = 132;

  /** u64, nanoseconds. */
  public static final int EMISSION_LATENCY_OFFSET = 136;

  /** u64, the ring slot that the event came through. */
  public static final int BUFFER_POSITION_OFFSET = 144;

  /** u64. */
  public static final int CROSS_BOUNDARY_ID_OFFSET = 152;

  /** u64, the journal's sequence; the first record of a journal has 1. */
  public static final int USERSPACE_SEQUENCE_OFFSET = 160;

  /** u64, nanoseconds since 1970. */
  public static final int PROCESSING_TIMESTAMP_OFFSET = 168;

  /** u64, nanoseconds since 1970. */
  public static final int PERSISTENCE_TIMESTAMP_OFFSET = 176;

  /** u32. */
  public static final int RETRY_COUNT_OFFSET = 184;

  /** u32, how many events of the same atomic group follow; 0 also for an event emitted alone. */
  public static final int GROUP_LEFT_OFFSET = 188;

  /** u32, how many events of the same atomic group precede; 0 also for an event emitted alone. */
  public static final int GROUP_INDEX_OFFSET = 192;

  /** u32[2], 0. */
  public static final int RESERVED_OFFSET = 196;

  /** Length of the record head: the kernel's header and the userspace extension. */
  public static final int HEAD_LENGTH = 204;

  /** The version that is written, and the only one that is read. */
  public static final int EVENT_VERSION = 1;

  /** Length of a causality link. */
  public static final int LINK_LENGTH = 160;

  /** u64, within a link. */
  public static final int LINK_CAUSE_OFFSET = 0;

  /** u64, within a link. */
  public static final int LINK_EFFECT_OFFSET = 8;

  /** u32, within a link. */
  public static final int LINK_TYPE_OFFSET = 16;

  /** u32, 0 to 100, within a link. */
  public static final int LINK_STRENGTH_OFFSET = 20;

  /** i64, nanoseconds, within a link. */
  public static final int LINK_DELAY_OFFSET = 24;

  /** char[128], zero-filled UTF-8 of at most 127 bytes, within a link. */
  public static final int LINK_DESCRIPTION_OFFSET = 32;

  /** Length of a link's description field, its terminating zero included. */
  public static final int LINK_DESCRIPTION_LENGTH = 128;

  /** Longest text of a compact context field, in bytes of UTF-8. */
  public static final int MAX_TEXT_LENGTH = 65_535;

  /** Longest payload. */
  public static final int MAX_PAYLOAD_LENGTH = 16 << 20;

  /** Longest metadata. */
  public static final int MAX_METADATA_LENGTH = 16 << 20;

  /** Most causality links of a record. */
  public static final int MAX_LINKS = 65_536;

  /** Longest payload that the kernel takes. */
  public static final int KERNEL_MAX_PAYLOAD_LENGTH = 65_536;

  /** Longest metadata that the kernel takes. */
  public static final int KERNEL_MAX_METADATA_LENGTH = 2_048;

  /** Most causality links that the kernel takes. */
  public static final int KERNEL_MAX_LINKS = 256;

  /** Longest event that the kernel takes. */
  public static final int KERNEL_MAX_EVENT_LENGTH =
      KERNEL_HEADER_LENGTH
          + ContextField.KERNEL_CONTEXT_LENGTH
          + KERNEL_MAX_PAYLOAD_LENGTH
          + KERNEL_MAX_METADATA_LENGTH
          + KERNEL_MAX_LINKS * LINK_LENGTH;

  private RecordDescriptor() {}

  /**
   * How long a record is whose head has these sizes; whether that is what it says is for the caller
   * to compare. Fields that lie side by side come as one number.
   *
   * @param eventAndContext the 8 bytes at {@link #EVENT_SIZE_OFFSET}, of which the lower half is
   *     not looked at
   * @param payloadAndMetadata the 8 bytes at {@link #PAYLOAD_SIZE_OFFSET}
   * @param links how many, unsigned
   * @return bytes
   */
  public static long length(long eventAndContext, long payloadAndMetadata, int links) {
    return HEAD_LENGTH
        + (eventAndContext >>> Integer.SIZE)
        + Integer.toUnsignedLong((int) payloadAndMetadata)
        + (payloadAndMetadata >>> Integer.SIZE)
        + LINK_LENGTH * Integer.toUnsignedLong(links);
  }
}
