package io.semj.event;

import static io.semj.format.RecordDescriptor.KERNEL_HEADER_LENGTH;

import io.semj.error.MalformedKernelEventException;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Turns events into the kernel's form and back, one at a time and with objects of their own; {@link
 * KernelEventEncoder} and {@link KernelEventDecoder} do it for many without allocating. All that
 * the kernel's form has a place for comes back unchanged: decoding and encoding again gives the
 * same bytes.
 */
public final class KernelEventCodec {
  private KernelEventCodec() {}

  /**
   * The kernel's form of an event.
   *
   * @param event any
   * @return its bytes, with their checksum
   * @throws io.semj.error.KernelLimitException if a text, the payload, the metadata or the number
   *     of links is above what the kernel takes, or the event has a field that the kernel has no
   *     place for, as those of the observability context
   * @throws io.semj.error.SerializationException if a text has a zero character, which would end
   *     it, or is no UTF-8
   */
  public static byte[] encode(SemanticEvent event) {
    KernelEventEncoder encoder = new KernelEventEncoder();
    encoder.encode(event.record());
    return encoder.toByteArray();
  }

  /**
   * The event of kernel bytes.
   *
   * @param bytes that hold it
   * @param offset of its first byte
   * @param available bytes from there on, which may be more than the event has
   * @return the event, with the kernel's identity, and the kernel's checksum as its own
   * @throws MalformedKernelEventException if it is cut short, its sizes contradict each other, it
   *     has another version, its bytes are not those that were written, or a text is none
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
    return new KernelEventDecoder().decode(buffer, offset, available).toEvent();
  }

  /**
   * How long the kernel event at this place is. Its checksum and texts are not looked at.
   *
   * @param buffer that holds it
   * @param offset of its first byte
   * @param available bytes from there on
   * @return its length, at most {@code available}
   * @throws MalformedKernelEventException if it is cut short, its sizes contradict each other or
   *     are above the kernel's limits, or it has another version
   */
  public static int eventSize(DirectBuffer buffer, int offset, int available) {
    boolean inBuffer = offset >= 0 && available >= 0 && offset <= buffer.capacity() - available;
    if (!inBuffer || available < KERNEL_HEADER_LENGTH) {
      throw KernelEventCheck.cutShort(
          "header", KERNEL_HEADER_LENGTH, inBuffer ? available : buffer.capacity() - offset);
    }
    int size = KernelEventCheck.requireSize(buffer, offset);
    if (size > available) {
      throw KernelEventCheck.cutShort("event_size", size, available);
    }
    return size;
  }

  /**
   * How long an event with the header at this place is, wherever it ends.
   *
   * @param buffer that holds at least the header
   * @param offset of the header's first byte
   * @return its length, or -1 if this is not the header of a kernel event
   */
  public static int plausibleSize(DirectBuffer buffer, int offset) {
    return KernelEventCheck.plausibleSize(buffer, offset);
  }

  /**
   * The length that the parts of the event at this place have together, whatever its event_size
   * says.
   *
   * @param buffer that holds at least the header
   * @param offset of the header's first byte
   * @return bytes
   */
  public static long sumOfParts(DirectBuffer buffer, int offset) {
    return KernelEventCheck.sumOfParts(buffer, offset);
  }
}
