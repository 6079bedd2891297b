package io.semj.core.ring;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.format.RecordDescriptor;
import io.semj.format.RecordFlyweight;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads the slots of a ring's file, through the channel: a file that somebody cut short is then an
 * exception, where it would kill the JVM in a mapping.
 *
 * <p>A slot holds an event if and only if (1) its commit word is a sequence, (2) that goes to this
 * slot, (3) its flags are not those of a slot that was given up, (4) its record lies within the
 * slot, or for a large one within the file behind the slots, and (5) the record's own head has that
 * length and that sequence, and its parts fit; of a short form, which has no head, the parts. A
 * slot with a commit word and without an event is damaged.
 */
final class RingScan {
  private static final int CHUNK = 1 << 20;

  private final FileChannel channel;
  private final RingHeader header;
  private final long fileSize;
  private final long behind;
  private final RecordFlyweight record = new RecordFlyweight();
  private final List<RingSlot> slots = new ArrayList<>();
  private long damaged;
  private long lastGivenOut;

  private RingScan(FileChannel channel, RingHeader header, long behind) throws IOException {
    this.channel = channel;
    this.header = header;
    this.fileSize = channel.size();
    this.behind = behind;
    this.lastGivenOut = behind;
  }

  /** Finds the events with a sequence above {@code behind}. */
  static RingEvents scan(FileChannel channel, RingHeader header, long behind) throws IOException {
    RingScan scan = new RingScan(channel, header, behind);
    scan.run();
    scan.slots.sort(Comparator.comparingLong(RingSlot::sequence));
    return RingEvents.of(scan.slots, scan.damaged, behind, scan.lastGivenOut, header.capacity());
  }

  private void run() throws IOException {
    int stride = header.stride();
    int most = Math.max(1, CHUNK / stride);
    ByteBuffer chunk = ByteBuffer.allocate(most * stride).order(LITTLE_ENDIAN);
    UnsafeBuffer view = new UnsafeBuffer(chunk);
    for (int slot = 0; slot < header.capacity(); slot += most) {
      int count = Math.min(most, header.capacity() - slot);
      long position = RingHeader.LENGTH + (long) slot * stride;
      readFully(channel, chunk.clear().limit(count * stride), position);
      for (int i = 0; i < count; i++) {
        look(slot + i, chunk, view, i * stride);
      }
    }
  }

  private void look(int slot, ByteBuffer chunk, UnsafeBuffer view, int at) throws IOException {
    long commit = chunk.getLong(at + SlotDescriptor.COMMIT_OFFSET);
    // Not by Math.abs, of which the least number has none.
    long sequence = commit < 0 ? -commit : commit;
    if (commit == 0 || (sequence > 0 && sequence <= behind)) {
      return;
    }
    if (sequence < header.firstSequence()
        || ((sequence - header.firstSequence()) & (header.capacity() - 1)) != slot) {
      damaged++;
      return;
    }
    if (commit < 0) {
      lastGivenOut = Math.max(lastGivenOut, sequence);
      return;
    }
    RingSlot found = slotAt(slot, sequence, chunk, view, at);
    if (found == null) {
      damaged++;
    } else {
      slots.add(found);
      lastGivenOut = Math.max(lastGivenOut, sequence);
    }
  }

  private RingSlot slotAt(int slot, long sequence, ByteBuffer chunk, UnsafeBuffer view, int at)
      throws IOException {
    int length = chunk.getInt(at + SlotDescriptor.LENGTH_OFFSET);
    int flags = chunk.getInt(at + SlotDescriptor.FLAGS_OFFSET);
    int groupLeft = chunk.getInt(at + SlotDescriptor.GROUP_LEFT_OFFSET);
    int groupIndex = chunk.getInt(at + SlotDescriptor.GROUP_INDEX_OFFSET);
    boolean possible =
        (flags & SlotDescriptor.VOID) == 0
            && length >= RecordDescriptor.HEAD_LENGTH
            && groupLeft >= 0
            && groupIndex >= 0
            && (long) groupLeft + groupIndex < header.capacity();
    if (!possible) {
      return null;
    }
    long begin = RingHeader.LENGTH + (long) slot * header.stride();
    if ((flags & SlotDescriptor.SHORT) != 0) {
      long body = body(chunk, at, begin, flags, length);
      return body < 0 ? null : new RingSlot(sequence, begin, body, length, groupIndex, groupLeft);
    }
    long position;
    boolean whole;
    if ((flags & SlotDescriptor.LARGE) != 0) {
      position = chunk.getLong(at + SlotDescriptor.LARGE_POSITION_OFFSET);
      whole = position >= header.slotsEnd() && position <= fileSize - length;
      whole = whole && isRecord(readLarge(position, length), 0, length, sequence);
    } else {
      position = begin + SlotDescriptor.RECORD_OFFSET;
      whole =
          length <= header.stride() - SlotDescriptor.RECORD_OFFSET
              && isRecord(view, at + SlotDescriptor.RECORD_OFFSET, length, sequence);
    }
    return whole
        ? new RingSlot(sequence, RingSlot.WHOLE, position, length, groupIndex, groupLeft)
        : null;
  }

  /** Where a short form has what follows the head, or -1 when it does not fit together. */
  private long body(ByteBuffer chunk, int at, long begin, int flags, int length) {
    int sizes = at + SlotDescriptor.SHORT_SIZES_OFFSET;
    long payload = Integer.toUnsignedLong(chunk.getInt(sizes));
    long metadata = Integer.toUnsignedLong(chunk.getInt(sizes + Integer.BYTES));
    int body = length - RecordDescriptor.HEAD_LENGTH;
    if (payload + metadata > body) {
      return -1;
    }
    if ((flags & SlotDescriptor.ASIDE) != 0) {
      long position = chunk.getLong(at + SlotDescriptor.SHORT_BODY_OFFSET);
      return position >= header.slotsEnd() && position <= fileSize - body ? position : -1;
    }
    boolean fits = body <= header.stride() - SlotDescriptor.SHORT_BODY_OFFSET;
    return fits ? begin + SlotDescriptor.SHORT_BODY_OFFSET : -1;
  }

  private UnsafeBuffer readLarge(long position, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    readFully(channel, bytes, position);
    return new UnsafeBuffer(bytes);
  }

  private boolean isRecord(UnsafeBuffer bytes, int at, int length, long sequence) {
    record.wrap(bytes, at);
    return bytes.getInt(at + RecordDescriptor.EVENT_SIZE_OFFSET, LITTLE_ENDIAN) == length
        && bytes.getLong(at + RecordDescriptor.USERSPACE_SEQUENCE_OFFSET, LITTLE_ENDIAN) == sequence
        && record.fits(length);
  }

  /** Reads until the buffer is full. */
  static void readFully(FileChannel channel, ByteBuffer target, long position) throws IOException {
    long at = position;
    while (target.hasRemaining()) {
      int read = channel.read(target, at);
      if (read < 0) {
        throw new EOFException(
            "ring's file ends early: position=" + at + ", size=" + channel.size());
      }
      at += read;
    }
  }
}
