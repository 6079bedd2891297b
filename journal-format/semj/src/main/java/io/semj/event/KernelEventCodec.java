package io.semj.event;

import static io.semj.format.ContextField.KERNEL_CONTEXT_LENGTH;
import static io.semj.format.RecordDescriptor.CHECKSUM_OFFSET;
import static io.semj.format.RecordDescriptor.CONTEXT_SIZE_OFFSET;
import static io.semj.format.RecordDescriptor.EVENT_SIZE_OFFSET;
import static io.semj.format.RecordDescriptor.HEAD_LENGTH;
import static io.semj.format.RecordDescriptor.KERNEL_HEADER_LENGTH;
import static io.semj.format.RecordDescriptor.LINK_LENGTH;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.KernelCrc32;
import io.semj.error.ChecksumMismatchException;
import io.semj.error.CorruptionException;
import io.semj.format.RecordFlyweight;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Turns events into the kernel's form and back: a header of 132 bytes, a context of 5,280 bytes
 * with a fixed place for every field, then payload, metadata and causality links as in a record.
 *
 * <pre>
 *  record  | header 132 | extension 72 | compact context | payload, metadata, links |
 *                |                            |                       |
 *  kernel  | header 132 |     context 5,280 or 0         | payload, metadata, links |
 * </pre>
 *
 * The kernel's form has no place for the userspace extension, for observability fields and for
 * fields that this version does not know; they are left out. All that it does have a place for
 * comes back unchanged: decoding and encoding again gives the same bytes. Text is taken as bytes,
 * so that even a path that is no UTF-8 stays what it is.
 */
public final class KernelEventCodec {
  private KernelEventCodec() {}

  /**
   * The kernel's form of an event.
   *
   * @param event any
   * @return its bytes, with their checksum
   * @throws io.semj.error.KernelLimitException if a text, the payload, the metadata or the number
   *     of links is above what the kernel takes
   * @throws io.semj.error.SerializationException if a text has a zero character, which would end it
   */
  public static byte[] encode(SemanticEvent event) {
    RecordFlyweight record = event.record();
    byte[] source = event.bytes();
    KernelFit fit = new KernelFit();
    fit.examine(record, source);
    fit.throwIfTooLarge();

    int contextSize = KernelContext.lengthOf(event.context());
    int restOffset = record.payloadOffset();
    int restSize = source.length - restOffset;
    byte[] kernel = new byte[KERNEL_HEADER_LENGTH + contextSize + restSize];
    UnsafeBuffer view = new UnsafeBuffer(kernel);
    System.arraycopy(source, 0, kernel, 0, KERNEL_HEADER_LENGTH);
    if (contextSize > 0) {
      KernelContext.expand(event.context(), source, view, KERNEL_HEADER_LENGTH);
    }
    System.arraycopy(source, restOffset, kernel, KERNEL_HEADER_LENGTH + contextSize, restSize);
    view.putInt(EVENT_SIZE_OFFSET, kernel.length, LITTLE_ENDIAN);
    view.putInt(CONTEXT_SIZE_OFFSET, contextSize, LITTLE_ENDIAN);
    view.putInt(CHECKSUM_OFFSET, KernelCrc32.of(kernel, 0, kernel.length), LITTLE_ENDIAN);
    return kernel;
  }

  /**
   * The event of kernel bytes.
   *
   * @param bytes that hold it
   * @param offset of its first byte
   * @param available bytes from there on, which may be more than the event has
   * @return the event, with the kernel's identity, and the kernel's checksum as its own
   * @throws CorruptionException if the event is cut short, its sizes contradict each other, or a
   *     text of its context has no end
   * @throws io.semj.error.VersionMismatchException if it has another version
   * @throws ChecksumMismatchException if its bytes are not those that were written
   */
  public static SemanticEvent decode(byte[] bytes, int offset, int available) {
    return decode(new UnsafeBuffer(bytes), offset, available);
  }

  /**
   * The event of kernel bytes, as the other method of this name does.
   *
   * @param buffer that holds it; it may be mapped, the event is copied before anything is computed
   * @param offset of its first byte
   * @param available bytes from there on, which may be more than the event has
   * @return the event, with the kernel's identity, and the kernel's checksum as its own
   */
  public static SemanticEvent decode(DirectBuffer buffer, int offset, int available) {
    byte[] kernel = new byte[eventSize(buffer, offset, available)];
    buffer.getBytes(offset, kernel);
    UnsafeBuffer view = new UnsafeBuffer(kernel);
    RecordFlyweight header = new RecordFlyweight().wrap(view, 0);
    int stored = header.checksum();
    view.putInt(CHECKSUM_OFFSET, 0, LITTLE_ENDIAN);
    int actual = KernelCrc32.of(kernel, 0, kernel.length);
    if (actual != stored) {
      throw new ChecksumMismatchException(
          "kernel event has another checksum: event_id="
              + Long.toUnsignedString(header.eventId())
              + ", event_size="
              + kernel.length,
          stored,
          actual);
    }
    return new SemanticEvent(toRecord(kernel, view, header.contextSize()), stored);
  }

  private static byte[] toRecord(byte[] kernel, UnsafeBuffer view, int kernelContextSize) {
    byte[] context = KernelContext.compact(view, kernel, KERNEL_HEADER_LENGTH, kernelContextSize);
    int restOffset = KERNEL_HEADER_LENGTH + kernelContextSize;
    int restSize = kernel.length - restOffset;
    byte[] record = new byte[HEAD_LENGTH + context.length + restSize];
    System.arraycopy(kernel, 0, record, 0, KERNEL_HEADER_LENGTH);
    System.arraycopy(context, 0, record, HEAD_LENGTH, context.length);
    System.arraycopy(kernel, restOffset, record, HEAD_LENGTH + context.length, restSize);
    UnsafeBuffer head = new UnsafeBuffer(record);
    head.putInt(EVENT_SIZE_OFFSET, record.length, LITTLE_ENDIAN);
    head.putInt(CONTEXT_SIZE_OFFSET, context.length, LITTLE_ENDIAN);
    return record;
  }

  /**
   * How long the kernel event at this place is. Its checksum is not looked at.
   *
   * @param buffer that holds it
   * @param offset of its first byte
   * @param available bytes from there on
   * @return its length, at most {@code available}
   * @throws CorruptionException if it is cut short, or its sizes contradict each other
   * @throws io.semj.error.VersionMismatchException if it has another version
   */
  public static int eventSize(DirectBuffer buffer, int offset, int available) {
    boolean inBuffer = offset >= 0 && available >= 0 && offset <= buffer.capacity() - available;
    if (!inBuffer || available < KERNEL_HEADER_LENGTH) {
      throw cutShort(KERNEL_HEADER_LENGTH, inBuffer ? available : buffer.capacity() - offset);
    }
    RecordFlyweight header = new RecordFlyweight().wrap(buffer, offset);
    RecordChecks.requireVersion(header.eventVersion());
    long contextSize = Integer.toUnsignedLong(header.contextSize());
    long sum =
        KERNEL_HEADER_LENGTH
            + contextSize
            + Integer.toUnsignedLong(header.payloadSize())
            + Integer.toUnsignedLong(header.metadataSize())
            + LINK_LENGTH * Integer.toUnsignedLong(header.linkCount());
    long size = Integer.toUnsignedLong(header.length());
    if (sum != size) {
      throw new CorruptionException(
          "kernel event sizes contradict each other: field=event_size, expected="
              + sum
              + ", actual="
              + size);
    }
    if (contextSize != 0 && contextSize != KERNEL_CONTEXT_LENGTH) {
      throw new CorruptionException(
          "kernel event has a context of unknown form: field=context_size, expected="
              + KERNEL_CONTEXT_LENGTH
              + ", actual="
              + contextSize);
    }
    if (size > available) {
      throw cutShort(size, available);
    }
    return (int) size;
  }

  private static CorruptionException cutShort(long expected, long actual) {
    return new CorruptionException(
        "kernel event is cut short: expected=" + expected + " bytes, actual=" + actual);
  }
}
