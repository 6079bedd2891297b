package io.semj.event;

import static io.semj.format.RecordDescriptor.BUFFER_POSITION_OFFSET;
import static io.semj.format.RecordDescriptor.CONTEXT_SIZE_OFFSET;
import static io.semj.format.RecordDescriptor.CPU_ID_OFFSET;
import static io.semj.format.RecordDescriptor.EMISSION_LATENCY_OFFSET;
import static io.semj.format.RecordDescriptor.EVENT_FLAGS_OFFSET;
import static io.semj.format.RecordDescriptor.EVENT_ID_OFFSET;
import static io.semj.format.RecordDescriptor.EVENT_PRIORITY_OFFSET;
import static io.semj.format.RecordDescriptor.EVENT_SIZE_OFFSET;
import static io.semj.format.RecordDescriptor.EVENT_SUBTYPE_OFFSET;
import static io.semj.format.RecordDescriptor.EVENT_TYPE_OFFSET;
import static io.semj.format.RecordDescriptor.GLOBAL_SEQUENCE_OFFSET;
import static io.semj.format.RecordDescriptor.GROUP_INDEX_OFFSET;
import static io.semj.format.RecordDescriptor.GROUP_LEFT_OFFSET;
import static io.semj.format.RecordDescriptor.HEAD_LENGTH;
import static io.semj.format.RecordDescriptor.LINK_COUNT_OFFSET;
import static io.semj.format.RecordDescriptor.LINK_LENGTH;
import static io.semj.format.RecordDescriptor.LOCAL_SEQUENCE_OFFSET;
import static io.semj.format.RecordDescriptor.METADATA_SIZE_OFFSET;
import static io.semj.format.RecordDescriptor.PAYLOAD_SIZE_OFFSET;
import static io.semj.format.RecordDescriptor.PERSISTENCE_TIMESTAMP_OFFSET;
import static io.semj.format.RecordDescriptor.PROCESSING_TIMESTAMP_OFFSET;
import static io.semj.format.RecordDescriptor.PROCESS_ID_OFFSET;
import static io.semj.format.RecordDescriptor.RETRY_COUNT_OFFSET;
import static io.semj.format.RecordDescriptor.ROOT_CAUSE_EVENT_ID_OFFSET;
import static io.semj.format.RecordDescriptor.SEQUENCE_OFFSET;
import static io.semj.format.RecordDescriptor.TIMESTAMP_OFFSET;
import static io.semj.format.RecordDescriptor.USERSPACE_FLAGS_OFFSET;
import static io.semj.format.RecordDescriptor.USERSPACE_SEQUENCE_OFFSET;

import io.semj.format.RecordFlyweight;
import io.semj.format.UsualHead;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The head of the record that a builder collects, and whether it says more than a {@link
 * UsualHead}.
 */
final class HeadState {
  /** The head of an event of which nothing but defaults is known. */
  private static final byte[] EMPTY = empty();

  private final RecordBuffer record;
  private boolean usual;

  HeadState(RecordBuffer record) {
    this.record = record;
  }

  private static byte[] empty() {
    byte[] head = new byte[HEAD_LENGTH];
    UsualHead.put(new UnsafeBuffer(head), 0);
    return head;
  }

  void reset(int typeCode) {
    if (usual) {
      resetUsual();
    } else {
      record.putBytes(0, EMPTY, 0, HEAD_LENGTH);
      usual = true;
    }
    record.putInt(EVENT_TYPE_OFFSET, typeCode);
  }

  /** Sets back all that may have been set in a usual head; the sizes are set by encoding. */
  private void resetUsual() {
    record.putInt(EVENT_SUBTYPE_OFFSET, 0);
    record.putLong(TIMESTAMP_OFFSET, 0);
    record.putInt(EVENT_FLAGS_OFFSET, 0);
    record.putInt(EVENT_PRIORITY_OFFSET, EventPriority.NORMAL.code());
  }

  boolean isUsual() {
    return usual;
  }

  /** Sets a field that a usual head tells. */
  void usualInt(int offset, int value) {
    record.putInt(offset, value);
  }

  /** Sets a field that a usual head tells. */
  void usualLong(int offset, long value) {
    record.putLong(offset, value);
  }

  /** Sets one of the other fields. */
  void otherInt(int offset, int value) {
    usual = false;
    record.putInt(offset, value);
  }

  /** Sets one of the other fields. */
  void otherLong(int offset, long value) {
    usual = false;
    record.putLong(offset, value);
  }

  void identity(
      long eventId,
      long sequence,
      long globalSequence,
      long localSequence,
      int cpuId,
      int processId) {
    otherLong(EVENT_ID_OFFSET, eventId);
    otherLong(SEQUENCE_OFFSET, sequence);
    otherLong(GLOBAL_SEQUENCE_OFFSET, globalSequence);
    otherLong(LOCAL_SEQUENCE_OFFSET, localSequence);
    otherInt(CPU_ID_OFFSET, cpuId);
    otherInt(PROCESS_ID_OFFSET, processId);
  }

  /** Takes over what another event's head says, but not who it is. */
  void copyContent(RecordFlyweight from, byte[] bytes) {
    System.arraycopy(bytes, from.offset(), record.bytes(), 0, HEAD_LENGTH);
    identity(0, 0, 0, 0, 0, 0);
    otherInt(USERSPACE_FLAGS_OFFSET, from.userspaceFlags() & ~UserspaceFlags.FROM_KERNEL);
    if (from.rootCauseEventId() == from.eventId()) {
      otherLong(ROOT_CAUSE_EVENT_ID_OFFSET, 0);
    }
    otherLong(EMISSION_LATENCY_OFFSET, 0);
    otherLong(BUFFER_POSITION_OFFSET, 0);
    otherLong(USERSPACE_SEQUENCE_OFFSET, 0);
    otherLong(PROCESSING_TIMESTAMP_OFFSET, 0);
    otherLong(PERSISTENCE_TIMESTAMP_OFFSET, 0);
    otherInt(RETRY_COUNT_OFFSET, 0);
    otherInt(GROUP_LEFT_OFFSET, 0);
    otherInt(GROUP_INDEX_OFFSET, 0);
  }

  /** Sets the sizes of all parts; returns the record's length. */
  int sizes(int context, int payload, int metadata, int links) {
    int length = HEAD_LENGTH + context + payload + metadata + links * LINK_LENGTH;
    record.putInt(EVENT_SIZE_OFFSET, length);
    record.putInt(CONTEXT_SIZE_OFFSET, context);
    record.putInt(PAYLOAD_SIZE_OFFSET, payload);
    record.putInt(METADATA_SIZE_OFFSET, metadata);
    record.putInt(LINK_COUNT_OFFSET, links);
    return length;
  }
}
