package io.semj.event;

import static io.semj.format.ContextField.KERNEL_CONTEXT_LENGTH;
import static io.semj.format.RecordDescriptor.CHECKSUM_OFFSET;
import static io.semj.format.RecordDescriptor.CONTEXT_SIZE_OFFSET;
import static io.semj.format.RecordDescriptor.EVENT_SIZE_OFFSET;
import static io.semj.format.RecordDescriptor.KERNEL_HEADER_LENGTH;
import static io.semj.format.RecordDescriptor.LINK_DESCRIPTION_LENGTH;
import static io.semj.format.RecordDescriptor.LINK_DESCRIPTION_OFFSET;
import static io.semj.format.RecordDescriptor.LINK_LENGTH;
import static io.semj.format.RecordDescriptor.TIMESTAMP_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.KernelCrc32;
import io.semj.error.KernelLimitException;
import io.semj.error.MalformedKernelEventException;
import io.semj.error.SerializationException;
import io.semj.format.ContextField;
import io.semj.format.ContextReader;
import io.semj.format.RecordFlyweight;
import io.semj.format.WireType;
import java.util.Arrays;
import java.util.Locale;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Turns records into kernel events, one after another, without allocating once it has grown to
 * their size. It holds the last one. Belongs to one thread.
 *
 * <pre>
 *  record  | header 132 | extension 72 | compact context | payload, metadata, links |
 *                |                            |                       |
 *  kernel  | header 132 |     context 5,280 or 0         | payload, metadata, links |
 * </pre>
 *
 * Nothing of what an event says is cut or left out: one that the kernel's form cannot hold is
 * refused. The userspace extension, which is the journal's own record of how it stored the event,
 * has no place there and is left out, and so are the notes of an import: an event that was imported
 * gets back the timestamp that it had in the kernel.
 */
public final class KernelEventEncoder {
  private final KernelCrc32 crc = new KernelCrc32();
  private final ContextReader context = new ContextReader();
  private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
  private byte[] kernel = {};
  private int length;
  private boolean contextAbsent;
  private long storedClockOffset;

  /** An encoder that holds no event yet. */
  public KernelEventEncoder() {
    grow(KERNEL_HEADER_LENGTH + KERNEL_CONTEXT_LENGTH);
  }

  private void grow(int needed) {
    kernel = new byte[needed];
    view.wrap(kernel);
  }

  /**
   * Encodes a record as it is.
   *
   * @param record whose sizes agree
   * @return the length of the kernel event
   * @throws KernelLimitException if the event has a field that the kernel's form has no place for,
   *     or not enough; this holds no event then
   * @throws SerializationException if a text has a zero character or is no UTF-8
   */
  public int encode(RecordFlyweight record) {
    return encode(record, 0);
  }

  /**
   * Encodes a record.
   *
   * @param record whose sizes agree
   * @param clockOffset what to take away from the timestamp of an event that was not imported to
   *     turn the wall clock into the kernel's, in nanoseconds
   * @return the length of the kernel event
   * @throws KernelLimitException if the event has a field that the kernel's form has no place for,
   *     or not enough; this holds no event then
   * @throws SerializationException if a text has a zero character or is no UTF-8
   */
  public int encode(RecordFlyweight record, long clockOffset) {
    length = 0;
    requireSizes(record);
    int restSize = record.payloadSize() + record.metadataSize() + record.linkCount() * LINK_LENGTH;
    int most = KERNEL_HEADER_LENGTH + KERNEL_CONTEXT_LENGTH + restSize;
    if (kernel.length < most) {
      grow(most);
    }
    DirectBuffer source = record.buffer();
    source.getBytes(record.offset(), kernel, 0, KERNEL_HEADER_LENGTH);
    int contextSize = expand(record);
    int restOffset = KERNEL_HEADER_LENGTH + contextSize;
    source.getBytes(record.payloadOffset(), kernel, restOffset, restSize);
    int end = restOffset + restSize;
    requireLinks(end - record.linkCount() * LINK_LENGTH, record.linkCount());
    boolean imported = (record.userspaceFlags() & UserspaceFlags.FROM_KERNEL) != 0;
    long difference = imported ? storedClockOffset : clockOffset;
    view.putLong(TIMESTAMP_OFFSET, record.timestampNanos() - difference, LITTLE_ENDIAN);
    seal(end, contextSize);
    length = end;
    return end;
  }

  private void seal(int end, int contextSize) {
    view.putInt(EVENT_SIZE_OFFSET, end, LITTLE_ENDIAN);
    view.putInt(CONTEXT_SIZE_OFFSET, contextSize, LITTLE_ENDIAN);
    view.putInt(CHECKSUM_OFFSET, 0, LITTLE_ENDIAN);
    crc.reset();
    crc.update(kernel, 0, end);
    view.putInt(CHECKSUM_OFFSET, crc.value(), LITTLE_ENDIAN);
  }

  private static void requireSizes(RecordFlyweight record) {
    KernelFit.require("payload", KernelFit.PAYLOAD, record.payloadSize());
    KernelFit.require("metadata", KernelFit.METADATA, record.metadataSize());
    KernelFit.require("causality_links", KernelFit.LINKS, record.linkCount());
  }

  /** Puts the fields of the compact context in their places; returns 5,280, or 0 for no context. */
  private int expand(RecordFlyweight record) {
    Arrays.fill(
        kernel, KERNEL_HEADER_LENGTH, KERNEL_HEADER_LENGTH + KERNEL_CONTEXT_LENGTH, (byte) 0);
    contextAbsent = false;
    storedClockOffset = 0;
    boolean any = false;
    context.wrap(record.buffer(), record.contextOffset(), record.contextSize());
    while (context.next()) {
      ContextField field = ContextField.ofId(context.fieldId());
      if (field == null || !(field.inKernel() || field.isImportNote())) {
        throw new KernelLimitException(
            field == null ? "context_field_" + context.fieldId() : field.wireName(),
            0,
            context.entryLength() - Short.BYTES);
      }
      context.isField(field); // throws when it has another type than its own
      if (field.inKernel()) {
        put(field, record.buffer());
        any = true;
      } else {
        note(field);
      }
    }
    return any || !contextAbsent ? KERNEL_CONTEXT_LENGTH : 0;
  }

  private void note(ContextField field) {
    if (field == ContextField.KERNEL_CONTEXT_ABSENT) {
      contextAbsent = true;
    } else if (field == ContextField.KERNEL_CLOCK_OFFSET) {
      storedClockOffset = context.longValue();
    }
  }

  private void put(ContextField field, DirectBuffer source) {
    int at = KERNEL_HEADER_LENGTH + field.kernelOffset();
    switch (field.wireType()) {
      case WireType.U32 -> view.putInt(at, (int) context.longValue(), LITTLE_ENDIAN);
      case WireType.U64 -> view.putLong(at, context.longValue(), LITTLE_ENDIAN);
      default -> {
        int size = context.textLength();
        KernelFit.require(field.wireName(), field.kernelCapacity() - 1L, size);
        source.getBytes(context.textOffset(), kernel, at, size);
        requireText(at, size, field.wireName());
      }
    }
  }

  private void requireText(int at, int size, String field) {
    if (KernelText.isAscii(kernel, at, at + size)) {
      return;
    }
    if (RecordBuffer.hasZero(kernel, at, size)) {
      throw new SerializationException(KernelFit.zeroInText(field));
    }
    int invalid = Utf8Bytes.firstInvalid(kernel, at, at + size);
    if (invalid >= 0) {
      throw new SerializationException(
          "text is not UTF-8: field="
              + field
              + ", index="
              + (invalid - at)
              + String.format(Locale.ROOT, ", actual=0x%02X", kernel[invalid] & 0xFF));
    }
  }

  private void requireLinks(int first, int count) {
    for (int i = 0; i < count; i++) {
      int text = first + i * LINK_LENGTH + LINK_DESCRIPTION_OFFSET;
      try {
        KernelText.length(kernel, text, LINK_DESCRIPTION_LENGTH, "link_description");
      } catch (MalformedKernelEventException e) {
        throw new SerializationException(
            "causality link has a text that a kernel event cannot have: link="
                + i
                + ": "
                + e.getMessage(),
            e);
      }
    }
  }

  /**
   * The length of the event that this holds.
   *
   * @return bytes, 0 for no event
   */
  public int length() {
    return length;
  }

  /**
   * The event that this holds, valid until the next one is encoded.
   *
   * @return a buffer whose first {@link #length()} bytes are the event
   */
  public DirectBuffer image() {
    return view;
  }

  /**
   * A copy of the event that this holds.
   *
   * @return its bytes
   */
  public byte[] toByteArray() {
    return Arrays.copyOf(kernel, length);
  }
}
