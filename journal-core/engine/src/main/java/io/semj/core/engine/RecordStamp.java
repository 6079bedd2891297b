package io.semj.core.engine;

import io.semj.event.UserspaceFlags;
import io.semj.format.RecordDescriptor;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Puts into a record what the journal assigns at emission. A record that brings an event id of its
 * own, because it comes from the kernel or another journal, keeps its whole identity and has only
 * the journal's sequence added.
 */
final class RecordStamp {
  private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

  /** Of this process. */
  static final int PROCESS_ID = (int) ProcessHandle.current().pid();

  private final long firstSequence;

  RecordStamp(long firstSequence) {
    this.firstSequence = firstSequence;
  }

  /** The kernel's own zeros are kept too. */
  private static boolean isKernels(DirectBuffer image) {
    int flags = image.getInt(RecordDescriptor.USERSPACE_FLAGS_OFFSET, LE);
    return (flags & UserspaceFlags.FROM_KERNEL) != 0;
  }

  /**
   * Stamps a record. What the event brings is read from the image: the copy may lie in memory that
   * another core has just read, and reading it back would wait for that.
   *
   * @param image of the record, from 0 on
   * @param record the copy of it that is stamped
   * @param at where that begins
   * @param group the event's place in its atomic group, from {@link RingMemory#group}
   */
  void stamp(
      DirectBuffer image,
      MutableDirectBuffer record,
      int at,
      long ringSequence,
      int slotIndex,
      long group,
      long now) {
    long sequence = firstSequence + ringSequence;
    // Of an event that comes from another journal too: it is in no group of that one here.
    record.putLong(at + RecordDescriptor.GROUP_LEFT_OFFSET, group, LE);
    record.putLong(at + RecordDescriptor.USERSPACE_SEQUENCE_OFFSET, sequence, LE);
    record.putLong(at + RecordDescriptor.BUFFER_POSITION_OFFSET, slotIndex, LE);
    if (image.getLong(RecordDescriptor.EVENT_ID_OFFSET, LE) != 0 || isKernels(image)) {
      return;
    }
    record.putLong(at + RecordDescriptor.EVENT_ID_OFFSET, sequence, LE);
    record.putLong(at + RecordDescriptor.SEQUENCE_OFFSET, sequence, LE);
    record.putLong(at + RecordDescriptor.GLOBAL_SEQUENCE_OFFSET, sequence, LE);
    record.putLong(at + RecordDescriptor.LOCAL_SEQUENCE_OFFSET, ringSequence + 1, LE);
    if (image.getInt(RecordDescriptor.PROCESS_ID_OFFSET, LE) == 0) {
      record.putInt(at + RecordDescriptor.PROCESS_ID_OFFSET, PROCESS_ID, LE);
    }
    if (image.getLong(RecordDescriptor.TIMESTAMP_OFFSET, LE) == 0) {
      record.putLong(at + RecordDescriptor.TIMESTAMP_OFFSET, now, LE);
    }
    if (image.getLong(RecordDescriptor.ROOT_CAUSE_EVENT_ID_OFFSET, LE) == 0) {
      record.putLong(at + RecordDescriptor.ROOT_CAUSE_EVENT_ID_OFFSET, sequence, LE);
    }
  }
}
