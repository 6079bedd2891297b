package io.semj.event;

import io.semj.error.CorruptionException;
import io.semj.error.VersionMismatchException;
import io.semj.format.RecordDescriptor;
import io.semj.format.RecordFlyweight;

/** Whether bytes that claim to be a record can be one, before anything in them is trusted. */
final class RecordChecks {
  private RecordChecks() {}

  /** Refuses a record that does not lie in its buffer, or whose sizes do not make up the length. */
  static void require(RecordFlyweight record, int length) {
    int offset = record.offset();
    boolean inBuffer = offset >= 0 && length >= 0 && offset <= record.buffer().capacity() - length;
    if (!inBuffer || length < RecordDescriptor.HEAD_LENGTH) {
      throw new CorruptionException(
          "record is cut short: offset="
              + offset
              + ", length="
              + length
              + ", capacity="
              + record.buffer().capacity());
    }
    if (!record.fits(length) || record.length() != length) {
      throw new CorruptionException(
          "record sizes contradict each other: length="
              + length
              + ", event_size="
              + Integer.toUnsignedString(record.length())
              + ", context_size="
              + Integer.toUnsignedString(record.contextSize())
              + ", payload_size="
              + Integer.toUnsignedString(record.payloadSize())
              + ", metadata_size="
              + Integer.toUnsignedString(record.metadataSize())
              + ", causality_link_count="
              + Integer.toUnsignedString(record.linkCount()));
    }
    requireVersion(record.eventVersion());
  }

  static void requireVersion(int version) {
    if (version != RecordDescriptor.EVENT_VERSION) {
      throw new VersionMismatchException(
          "event has a version that is not read: field=event_version",
          RecordDescriptor.EVENT_VERSION,
          RecordDescriptor.EVENT_VERSION,
          version);
    }
  }
}
