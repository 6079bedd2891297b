package io.semj.kernel;

import static io.semj.format.RecordDescriptor.CHECKSUM_OFFSET;
import static io.semj.format.RecordDescriptor.EVENT_ID_OFFSET;
import static io.semj.format.RecordDescriptor.SEQUENCE_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.format.ContextEntries;
import io.semj.format.ContextField;
import io.semj.format.RecordFlyweight;
import org.agrona.DirectBuffer;

/**
 * The last event that a journal has from the kernel, as far as it is known, and so the place in the
 * kernel's journal where the next import goes on.
 *
 * @param userspaceSequence that it has in the journal, 0 when there is none
 * @param sequence that it has in the kernel
 * @param position behind it in the kernel's journal file, 0 when that is unknown
 * @param eventId that it has in the kernel
 * @param checksum of its kernel form
 * @param kernelLength of its kernel form, 0 when nothing but the sequence is known of it
 * @param timestampNanos its time in the journal
 */
record ResumePoint(
    long userspaceSequence,
    long sequence,
    long position,
    long eventId,
    int checksum,
    long kernelLength,
    long timestampNanos) {
  static final ResumePoint NOTHING = new ResumePoint(0, 0, 0, 0, 0, 0, 0);

  /** An event of which only the sequence in the kernel is remembered. */
  static ResumePoint ofSequence(long sequence) {
    return new ResumePoint(0, sequence, 0, 0, 0, 0, Long.MAX_VALUE);
  }

  /**
   * The point of an imported event.
   *
   * @param record of the event
   * @param kernel its kernel form
   * @param kernelLength of that
   */
  static ResumePoint of(RecordFlyweight record, DirectBuffer kernel, int kernelLength) {
    return new ResumePoint(
        record.userspaceSequence(),
        record.sequence(),
        ContextEntries.number(record, ContextField.KERNEL_POSITION),
        record.eventId(),
        kernel.getInt(CHECKSUM_OFFSET, LITTLE_ENDIAN),
        kernelLength,
        record.timestampNanos());
  }

  ResumePoint at(long newUserspaceSequence) {
    return new ResumePoint(
        newUserspaceSequence, sequence, position, eventId, checksum, kernelLength, timestampNanos);
  }

  /** Whether anything was ever imported. */
  boolean exists() {
    return !equals(NOTHING);
  }

  /** Whether enough is known to tell the event from others. */
  boolean isIdentified() {
    return kernelLength > 0;
  }

  /** Whether the kernel event in a buffer is this one. */
  boolean isAt(DirectBuffer kernel, int offset) {
    return kernel.getLong(offset + EVENT_ID_OFFSET, LITTLE_ENDIAN) == eventId
        && kernel.getLong(offset + SEQUENCE_OFFSET, LITTLE_ENDIAN) == sequence
        && kernel.getInt(offset + CHECKSUM_OFFSET, LITTLE_ENDIAN) == checksum;
  }
}
