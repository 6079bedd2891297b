package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;

/**
 * A typed view of one record, at any offset of any buffer. It checks nothing: wrap what a scanner
 * has verified, or ask {@link #fits(int)} first. Reusable without allocation; not thread-safe.
 *
 * @see RecordDescriptor
 */
public final class RecordFlyweight {

  private DirectBuffer buffer;
  private int offset;

  /** A view of nothing yet. */
  public RecordFlyweight() {}

  /**
   * Looks at another record.
   *
   * @param buffer that holds it
   * @param offset of its first byte
   * @return this
   */
  public RecordFlyweight wrap(DirectBuffer buffer, int offset) {
    this.buffer = buffer;
    this.offset = offset;
    return this;
  }

  /**
   * Whether the sizes in the head agree with each other and with the space there is. Every size is
   * taken as unsigned, so that no damaged head can make a sum overflow.
   *
   * @param available bytes from the record's offset to the end of what may be read
   * @return whether the whole record lies within them
   */
  public boolean fits(int available) {
    return fits(buffer, offset, available);
  }

  /**
   * Whether the sizes in a record's head agree, as {@link #fits(int)} says, without a view of it.
   *
   * @param buffer that holds the record
   * @param offset of its first byte
   * @param available bytes from there to the end of what may be read
   * @return whether the whole record lies within them
   */
  public static boolean fits(DirectBuffer buffer, int offset, int available) {
    if (available < RecordDescriptor.HEAD_LENGTH) {
      return false;
    }
    // Two neighbouring fields at a time: this runs for each record that is read.
    long eventAndContext =
        buffer.getLong(offset + RecordDescriptor.EVENT_SIZE_OFFSET, LITTLE_ENDIAN);
    long payloadAndMetadata =
        buffer.getLong(offset + RecordDescriptor.PAYLOAD_SIZE_OFFSET, LITTLE_ENDIAN);
    int links = buffer.getInt(offset + RecordDescriptor.LINK_COUNT_OFFSET, LITTLE_ENDIAN);
    long length = RecordDescriptor.length(eventAndContext, payloadAndMetadata, links);
    return length == Integer.toUnsignedLong((int) eventAndContext) && length <= available;
  }

  /**
   * The buffer that holds the record.
   *
   * @return the buffer
   */
  public DirectBuffer buffer() {
    return buffer;
  }

  /**
   * Where the record begins in its buffer.
   *
   * @return the offset of its first byte
   */
  public int offset() {
    return offset;
  }

  /**
   * Where the context begins in the buffer.
   *
   * @return the offset of its first byte
   */
  public int contextOffset() {
    return offset + RecordDescriptor.HEAD_LENGTH;
  }

  /**
   * Where the payload begins in the buffer.
   *
   * @return the offset of its first byte
   */
  public int payloadOffset() {
    return contextOffset() + contextSize();
  }

  /**
   * Where the metadata begins in the buffer.
   *
   * @return the offset of its first byte
   */
  public int metadataOffset() {
    return payloadOffset() + payloadSize();
  }

  /**
   * Where the causality links begin in the buffer.
   *
   * @return the offset of the first byte of the first one
   */
  public int linksOffset() {
    return metadataOffset() + metadataSize();
  }

  /**
   * The event's id, 0 before the journal assigned one.
   *
   * @return event_id
   */
  public long eventId() {
    return buffer.getLong(offset + RecordDescriptor.EVENT_ID_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * The type code, known or not.
   *
   * @return event_type
   */
  public int eventType() {
    return buffer.getInt(offset + RecordDescriptor.EVENT_TYPE_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * The subtype.
   *
   * @return event_subtype
   */
  public int eventSubtype() {
    return buffer.getInt(offset + RecordDescriptor.EVENT_SUBTYPE_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * When the event happened, in nanoseconds since 1970.
   *
   * @return timestamp
   */
  public long timestampNanos() {
    return buffer.getLong(offset + RecordDescriptor.TIMESTAMP_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * The header's sequence: the kernel's if the event was imported.
   *
   * @return sequence
   */
  public long sequence() {
    return buffer.getLong(offset + RecordDescriptor.SEQUENCE_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * The CPU that the event came from.
   *
   * @return cpu_id
   */
  public int cpuId() {
    return buffer.getInt(offset + RecordDescriptor.CPU_ID_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * The process that the event came from.
   *
   * @return process_id
   */
  public int processId() {
    return buffer.getInt(offset + RecordDescriptor.PROCESS_ID_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * The global sequence.
   *
   * @return global_sequence
   */
  public long globalSequence() {
    return buffer.getLong(offset + RecordDescriptor.GLOBAL_SEQUENCE_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * The sequence since the journal's opening.
   *
   * @return local_sequence
   */
  public long localSequence() {
    return buffer.getLong(offset + RecordDescriptor.LOCAL_SEQUENCE_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * The event flags, unknown bits included.
   *
   * @return event_flags
   */
  public int eventFlags() {
    return buffer.getInt(offset + RecordDescriptor.EVENT_FLAGS_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * The priority, 1 critical to 5 background.
   *
   * @return event_priority
   */
  public int eventPriority() {
    return buffer.getInt(offset + RecordDescriptor.EVENT_PRIORITY_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * The length of the whole record as its head gives it, in bytes.
   *
   * @return event_size
   */
  public int length() {
    return buffer.getInt(offset + RecordDescriptor.EVENT_SIZE_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * Bytes of context.
   *
   * @return context_size
   */
  public int contextSize() {
    return buffer.getInt(offset + RecordDescriptor.CONTEXT_SIZE_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * Bytes of payload.
   *
   * @return payload_size
   */
  public int payloadSize() {
    return buffer.getInt(offset + RecordDescriptor.PAYLOAD_SIZE_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * Bytes of metadata.
   *
   * @return metadata_size
   */
  public int metadataSize() {
    return buffer.getInt(offset + RecordDescriptor.METADATA_SIZE_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * The version of the record's layout.
   *
   * @return event_version
   */
  public int eventVersion() {
    return buffer.getInt(offset + RecordDescriptor.EVENT_VERSION_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * The stored checksum.
   *
   * @return checksum
   */
  public int checksum() {
    return buffer.getInt(offset + RecordDescriptor.CHECKSUM_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * How the event by itself is compressed, 0 not at all.
   *
   * @return compression_type
   */
  public int compressionType() {
    return buffer.getInt(offset + RecordDescriptor.COMPRESSION_TYPE_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * How the event by itself is encrypted, 0 not at all.
   *
   * @return encryption_type
   */
  public int encryptionType() {
    return buffer.getInt(offset + RecordDescriptor.ENCRYPTION_TYPE_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * How many causality links there are.
   *
   * @return link_count
   */
  public int linkCount() {
    return buffer.getInt(offset + RecordDescriptor.LINK_COUNT_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * The parent's event id, 0 if none.
   *
   * @return parent_event_id
   */
  public long parentEventId() {
    return buffer.getLong(offset + RecordDescriptor.PARENT_EVENT_ID_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * The event id of the root cause.
   *
   * @return root_cause_event_id
   */
  public long rootCauseEventId() {
    return buffer.getLong(offset + RecordDescriptor.ROOT_CAUSE_EVENT_ID_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * Which agents see the event, one bit each.
   *
   * @return agent_visibility_mask
   */
  public long agentVisibilityMask() {
    return buffer.getLong(offset + RecordDescriptor.AGENT_VISIBILITY_MASK_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * Relevance to agents, 0 to 100.
   *
   * @return agent_relevance
   */
  public int agentRelevance() {
    return buffer.getInt(offset + RecordDescriptor.AGENT_RELEVANCE_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * The priority in replay.
   *
   * @return replay_priority
   */
  public int replayPriority() {
    return buffer.getInt(offset + RecordDescriptor.REPLAY_PRIORITY_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * The userspace flags, unknown bits included.
   *
   * @return userspace_flags
   */
  public int userspaceFlags() {
    return buffer.getInt(offset + RecordDescriptor.USERSPACE_FLAGS_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * From the emitter's clock reading to the writer, in nanoseconds.
   *
   * @return emission_latency
   */
  public long emissionLatencyNanos() {
    return buffer.getLong(offset + RecordDescriptor.EMISSION_LATENCY_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * The ring slot that the event came through.
   *
   * @return buffer_position
   */
  public long bufferPosition() {
    return buffer.getLong(offset + RecordDescriptor.BUFFER_POSITION_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * The id that ties userspace and kernel events together.
   *
   * @return cross_boundary_id
   */
  public long crossBoundaryId() {
    return buffer.getLong(offset + RecordDescriptor.CROSS_BOUNDARY_ID_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * The journal's sequence, from 1.
   *
   * @return userspace_sequence
   */
  public long userspaceSequence() {
    return buffer.getLong(offset + RecordDescriptor.USERSPACE_SEQUENCE_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * When the writer took the event, in nanoseconds since 1970.
   *
   * @return processing_timestamp
   */
  public long processingTimestamp() {
    return buffer.getLong(offset + RecordDescriptor.PROCESSING_TIMESTAMP_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * When the writer stored the event, in nanoseconds since 1970.
   *
   * @return persistence_timestamp
   */
  public long persistenceTimestamp() {
    return buffer.getLong(offset + RecordDescriptor.PERSISTENCE_TIMESTAMP_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * How often storing was retried.
   *
   * @return retry_count
   */
  public int retryCount() {
    return buffer.getInt(offset + RecordDescriptor.RETRY_COUNT_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * How many events of the same atomic group follow, with the next higher sequences.
   *
   * @return group_left; 0 also for an event that was emitted alone
   */
  public int groupLeft() {
    return buffer.getInt(offset + RecordDescriptor.GROUP_LEFT_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * How many events of the same atomic group precede, with the next lower sequences.
   *
   * @return group_index; 0 also for an event that was emitted alone
   */
  public int groupIndex() {
    return buffer.getInt(offset + RecordDescriptor.GROUP_INDEX_OFFSET, LITTLE_ENDIAN);
  }

  /**
   * The sequence of the first event of the atomic group that this one belongs to. Who cuts a
   * journal between this and {@link #groupLastSequence()} splits the group.
   *
   * @return the event's own when it was emitted alone
   */
  public long groupFirstSequence() {
    return userspaceSequence() - Integer.toUnsignedLong(groupIndex());
  }

  /**
   * The sequence of the last event of the atomic group that this one belongs to.
   *
   * @return the event's own when it was emitted alone
   */
  public long groupLastSequence() {
    return userspaceSequence() + Integer.toUnsignedLong(groupLeft());
  }
}
