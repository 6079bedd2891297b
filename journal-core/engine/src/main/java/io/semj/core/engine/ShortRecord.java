package io.semj.core.engine;

import static io.semj.core.ring.SlotDescriptor.GROUP_LEFT_OFFSET;
import static io.semj.core.ring.SlotDescriptor.LENGTH_OFFSET;
import static io.semj.core.ring.SlotDescriptor.SHORT_FLAGS_OFFSET;
import static io.semj.core.ring.SlotDescriptor.SHORT_LATENCY_OFFSET;
import static io.semj.core.ring.SlotDescriptor.SHORT_SIZES_OFFSET;
import static io.semj.core.ring.SlotDescriptor.SHORT_TIMESTAMP_OFFSET;
import static io.semj.core.ring.SlotDescriptor.SHORT_TYPE_OFFSET;
import static io.semj.format.RecordDescriptor.HEAD_LENGTH;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.core.ring.RingOrigin;
import io.semj.event.EmittableEvent;
import io.semj.format.RecordDescriptor;
import io.semj.format.UsualHead;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The short form that a record with a {@link UsualHead} has in its slot, so that an emission stores
 * to three cache lines fewer, which another core has just read. What the journal assigns, and what
 * is as always, is put into the record when it leaves the slot.
 */
final class ShortRecord {
  private final RingOrigin origin;

  /** For the slots of one ring. */
  ShortRecord(RingOrigin origin) {
    this.origin = origin;
  }

  /**
   * Puts a record into its slot, but for what {@link RingMemory#head} tells.
   *
   * @param image of the record, from 0 on
   * @param length of it
   * @param now for an event that does not bring its time
   * @param body where what follows the head goes
   */
  static void put(
      DirectBuffer image,
      int length,
      int priority,
      long now,
      MutableDirectBuffer slots,
      int slot,
      int body) {
    long sizes = RecordCopy.requireLength(image, length);
    putHead(image, sizes, priority, now, slots, slot);
    slots.putBytes(body, image, HEAD_LENGTH, length - HEAD_LENGTH);
  }

  /** Puts an event that has a {@link EmittableEvent#bareLength()}, which is given. */
  static void putBare(
      EmittableEvent event,
      int length,
      int priority,
      long now,
      MutableDirectBuffer slots,
      int slot,
      int body) {
    int payload = length - HEAD_LENGTH;
    putHead(event.image(), payload, priority, now, slots, slot);
    event.copyPayload(slots, body, payload);
  }

  private static void putHead(
      DirectBuffer image, long sizes, int priority, long now, MutableDirectBuffer slots, int slot) {
    long timestamp = image.getLong(RecordDescriptor.TIMESTAMP_OFFSET, LITTLE_ENDIAN);
    int flags = image.getInt(RecordDescriptor.EVENT_FLAGS_OFFSET, LITTLE_ENDIAN);
    put(slots, slot + SHORT_TIMESTAMP_OFFSET, timestamp == 0 ? now : timestamp);
    move(image, RecordDescriptor.EVENT_TYPE_OFFSET, slots, slot + SHORT_TYPE_OFFSET);
    put(
        slots,
        slot + SHORT_FLAGS_OFFSET,
        Integer.toUnsignedLong(flags) | (long) priority << Integer.SIZE);
    put(slots, slot + SHORT_SIZES_OFFSET, sizes);
    put(slots, slot + SHORT_LATENCY_OFFSET, 0);
  }

  /**
   * Makes the record of an event that is in a slot.
   *
   * @param slots that hold it
   * @param slot where it begins there
   * @param body where what follows the head is
   * @param sequence of the event
   * @param record receives the record, whose length the slot tells
   * @param at where it begins there
   */
  void expand(
      DirectBuffer slots, int slot, int body, long sequence, MutableDirectBuffer record, int at) {
    int length = slots.getInt(slot + LENGTH_OFFSET, LITTLE_ENDIAN);
    long sizes = slots.getLong(slot + SHORT_SIZES_OFFSET, LITTLE_ENDIAN);
    int context = length - HEAD_LENGTH - (int) sizes - (int) (sizes >>> Integer.SIZE);
    UsualHead.put(record, at);
    move(slots, slot + SHORT_TYPE_OFFSET, record, at + RecordDescriptor.EVENT_TYPE_OFFSET);
    move(slots, slot + SHORT_TIMESTAMP_OFFSET, record, at + RecordDescriptor.TIMESTAMP_OFFSET);
    move(slots, slot + SHORT_FLAGS_OFFSET, record, at + RecordDescriptor.EVENT_FLAGS_OFFSET);
    move(slots, slot + SHORT_LATENCY_OFFSET, record, at + RecordDescriptor.EMISSION_LATENCY_OFFSET);
    move(slots, slot + GROUP_LEFT_OFFSET, record, at + RecordDescriptor.GROUP_LEFT_OFFSET);
    put(record, at + RecordDescriptor.EVENT_SIZE_OFFSET, length | (long) context << Integer.SIZE);
    put(record, at + RecordDescriptor.PAYLOAD_SIZE_OFFSET, sizes);
    assign(sequence, record, at);
    record.putBytes(at + HEAD_LENGTH, slots, body, length - HEAD_LENGTH);
  }

  /** As {@link RecordStamp} does for a record that is whole in its slot. */
  private void assign(long sequence, MutableDirectBuffer record, int at) {
    put(record, at + RecordDescriptor.EVENT_ID_OFFSET, sequence);
    put(record, at + RecordDescriptor.SEQUENCE_OFFSET, sequence);
    put(record, at + RecordDescriptor.GLOBAL_SEQUENCE_OFFSET, sequence);
    put(record, at + RecordDescriptor.LOCAL_SEQUENCE_OFFSET, sequence - origin.firstSequence() + 1);
    put(record, at + RecordDescriptor.ROOT_CAUSE_EVENT_ID_OFFSET, sequence);
    put(record, at + RecordDescriptor.USERSPACE_SEQUENCE_OFFSET, sequence);
    put(record, at + RecordDescriptor.BUFFER_POSITION_OFFSET, origin.slot(sequence));
    record.putInt(at + RecordDescriptor.PROCESS_ID_OFFSET, origin.processId(), LITTLE_ENDIAN);
  }

  private static void move(DirectBuffer from, int fromAt, MutableDirectBuffer to, int toAt) {
    to.putLong(toAt, from.getLong(fromAt, LITTLE_ENDIAN), LITTLE_ENDIAN);
  }

  private static void put(MutableDirectBuffer record, int at, long value) {
    record.putLong(at, value, LITTLE_ENDIAN);
  }
}
