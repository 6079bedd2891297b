package io.semj.event;

import static io.semj.format.ContextField.KERNEL_CONTEXT_LENGTH;
import static io.semj.format.RecordDescriptor.CHECKSUM_OFFSET;
import static io.semj.format.RecordDescriptor.CONTEXT_SIZE_OFFSET;
import static io.semj.format.RecordDescriptor.EVENT_SIZE_OFFSET;
import static io.semj.format.RecordDescriptor.HEAD_LENGTH;
import static io.semj.format.RecordDescriptor.KERNEL_HEADER_LENGTH;
import static io.semj.format.RecordDescriptor.LINK_DESCRIPTION_LENGTH;
import static io.semj.format.RecordDescriptor.LINK_DESCRIPTION_OFFSET;
import static io.semj.format.RecordDescriptor.LINK_LENGTH;
import static io.semj.format.RecordDescriptor.TIMESTAMP_OFFSET;
import static io.semj.format.RecordDescriptor.USERSPACE_FLAGS_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.KernelCrc32;
import io.semj.error.MalformedKernelEventException;
import io.semj.error.MalformedKernelEventException.Reason;
import io.semj.format.RecordFlyweight;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Turns kernel events into records, one after another, without allocating once it has grown to
 * their size. It holds the last one, which may be emitted as it is or looked at through {@link
 * #record()}. Belongs to one thread.
 *
 * <p>An event is decoded if and only if its header can be one (see {@link
 * KernelEventCodec#eventSize}), all of its bytes are there, its checksum is right, and each of its
 * texts is ended by a zero byte, UTF-8, and filled up with zeros. So nothing that is decoded is
 * lost: {@link KernelEventEncoder} gives back the same bytes.
 */
public final class KernelEventDecoder implements EmittableEvent {
  private final KernelCrc32 crc = new KernelCrc32();
  private final RecordBuffer record = new RecordBuffer();
  private final RecordFlyweight view = new RecordFlyweight();
  private final UnsafeBuffer kernelView = new UnsafeBuffer(0, 0);
  private byte[] kernel = {};
  private int kernelLength;
  private int checksum;
  private int length;

  /** A decoder that holds no event yet. */
  public KernelEventDecoder() {
    grow(KERNEL_HEADER_LENGTH + KERNEL_CONTEXT_LENGTH);
  }

  private void grow(int needed) {
    kernel = new byte[needed];
    kernelView.wrap(kernel);
  }

  /**
   * Decodes an event as it is: with the kernel's identity and the kernel's timestamp.
   *
   * @param buffer that holds it; it may be mapped, the event is copied before anything is computed
   * @param offset of its first byte
   * @param available bytes from there on, which may be more than the event has
   * @return this, which holds the event now
   * @throws MalformedKernelEventException if it is none; this holds no event then
   */
  public KernelEventDecoder decode(DirectBuffer buffer, int offset, int available) {
    length = 0;
    copy(buffer, offset, available);
    requireChecksum();
    int contextSize = kernelView.getInt(CONTEXT_SIZE_OFFSET, LITTLE_ENDIAN);
    int restOffset = KERNEL_HEADER_LENGTH + contextSize;
    int restSize = kernelLength - restOffset;
    requireLinks();
    record.ensure(HEAD_LENGTH + KernelContext.MAX_COMPACT_LENGTH + restSize);
    record.putBytes(0, kernel, 0, KERNEL_HEADER_LENGTH);
    record.clear(KERNEL_HEADER_LENGTH, HEAD_LENGTH - KERNEL_HEADER_LENGTH);
    int end = KernelContext.compact(kernel, KERNEL_HEADER_LENGTH, contextSize, record, HEAD_LENGTH);
    finish(end, restOffset, restSize);
    return this;
  }

  /**
   * Decodes an event that is to be imported: marked as {@link UserspaceFlags#FROM_KERNEL}, its
   * timestamp turned into another clock, which the record remembers.
   *
   * @param buffer that holds it
   * @param offset of its first byte
   * @param available bytes from there on
   * @param clockOffset what to add to the timestamp, in nanoseconds; 0 leaves it alone. Where the
   *     sum is beyond what 64 bits hold, the timestamp is left alone too.
   * @param position behind the event in the file that it came from, 0 if there is none
   * @return this, which holds the event now
   * @throws MalformedKernelEventException if it is none; this holds no event then
   */
  public KernelEventDecoder decodeImported(
      DirectBuffer buffer, int offset, int available, long clockOffset, long position) {
    decode(buffer, offset, available);
    long timestamp = view.timestampNanos();
    long converted = timestamp + clockOffset;
    boolean overflows = ((timestamp ^ converted) & (clockOffset ^ converted)) < 0;
    int contextEnd = HEAD_LENGTH + view.contextSize();
    int restSize = length - contextEnd;
    int end = contextEnd;
    if (!overflows) {
      record.putLong(TIMESTAMP_OFFSET, converted);
      end = KernelContext.putClockOffset(record, end, clockOffset);
    }
    end = KernelContext.putPosition(record, end, position);
    record.putInt(USERSPACE_FLAGS_OFFSET, UserspaceFlags.FROM_KERNEL);
    finish(end, kernelLength - restSize, restSize);
    return this;
  }

  /** Takes over the header first, so that what is checked cannot change any more. */
  private void copy(DirectBuffer buffer, int offset, int available) {
    boolean inBuffer = offset >= 0 && available >= 0 && offset <= buffer.capacity() - available;
    int there = inBuffer ? available : Math.max(0, buffer.capacity() - Math.max(0, offset));
    if (!inBuffer || available < KERNEL_HEADER_LENGTH) {
      throw KernelEventCheck.cutShort("header", KERNEL_HEADER_LENGTH, there);
    }
    buffer.getBytes(offset, kernel, 0, KERNEL_HEADER_LENGTH);
    kernelLength = KernelEventCheck.requireSize(kernelView, 0);
    if (kernelLength > available) {
      throw KernelEventCheck.cutShort("event_size", kernelLength, available);
    }
    if (kernelLength > kernel.length) {
      byte[] header = kernel;
      grow(kernelLength);
      System.arraycopy(header, 0, kernel, 0, KERNEL_HEADER_LENGTH);
    }
    int rest = kernelLength - KERNEL_HEADER_LENGTH;
    buffer.getBytes(offset + KERNEL_HEADER_LENGTH, kernel, KERNEL_HEADER_LENGTH, rest);
  }

  private void requireChecksum() {
    checksum = kernelView.getInt(CHECKSUM_OFFSET, LITTLE_ENDIAN);
    kernelView.putInt(CHECKSUM_OFFSET, 0, LITTLE_ENDIAN);
    crc.reset();
    crc.update(kernel, 0, kernelLength);
    if (crc.value() != checksum) {
      throw new MalformedKernelEventException(
          Reason.CHECKSUM,
          "checksum",
          CHECKSUM_OFFSET,
          Integer.toUnsignedLong(checksum),
          Integer.toUnsignedLong(crc.value()));
    }
  }

  private void requireLinks() {
    int count = view.wrap(kernelView, 0).linkCount();
    int link = kernelLength - count * LINK_LENGTH;
    for (int i = 0; i < count; i++) {
      KernelText.length(
          kernel, link + LINK_DESCRIPTION_OFFSET, LINK_DESCRIPTION_LENGTH, "link_description");
      link += LINK_LENGTH;
    }
  }

  /** What follows the context, and the sizes that tell of it. */
  private void finish(int contextEnd, int restOffset, int restSize) {
    System.arraycopy(kernel, restOffset, record.bytes(), contextEnd, restSize);
    length = contextEnd + restSize;
    record.putInt(EVENT_SIZE_OFFSET, length);
    record.putInt(CONTEXT_SIZE_OFFSET, contextEnd - HEAD_LENGTH);
    view.wrap(record.view(), 0);
  }

  /**
   * How long the event was in the kernel's form.
   *
   * @return bytes
   */
  public int kernelLength() {
    return kernelLength;
  }

  /**
   * A view of the record, valid until the next event is decoded.
   *
   * @return the view; its checksum is 0
   */
  public RecordFlyweight record() {
    requireEvent();
    return view;
  }

  /**
   * The event as an object of its own.
   *
   * @return a copy, with the kernel's checksum as its own
   */
  public SemanticEvent toEvent() {
    requireEvent();
    return new SemanticEvent(Arrays.copyOf(record.bytes(), length), checksum);
  }

  private void requireEvent() {
    if (length == 0) {
      throw new IllegalStateException("no kernel event was decoded");
    }
  }

  @Override
  public int encode() {
    requireEvent();
    return length;
  }

  @Override
  public DirectBuffer image() {
    return record.view();
  }

  /** Null: it is one. */
  @Override
  public boolean hasUsualHead() {
    return false; // it has an identity
  }

  @Override
  public String kernelViolation() {
    return null;
  }
}
