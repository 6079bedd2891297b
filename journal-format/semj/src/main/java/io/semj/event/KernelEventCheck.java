package io.semj.event;

import static io.semj.format.ContextField.KERNEL_CONTEXT_LENGTH;
import static io.semj.format.RecordDescriptor.CONTEXT_SIZE_OFFSET;
import static io.semj.format.RecordDescriptor.EVENT_SIZE_OFFSET;
import static io.semj.format.RecordDescriptor.EVENT_VERSION;
import static io.semj.format.RecordDescriptor.EVENT_VERSION_OFFSET;
import static io.semj.format.RecordDescriptor.KERNEL_HEADER_LENGTH;
import static io.semj.format.RecordDescriptor.KERNEL_MAX_LINKS;
import static io.semj.format.RecordDescriptor.KERNEL_MAX_METADATA_LENGTH;
import static io.semj.format.RecordDescriptor.KERNEL_MAX_PAYLOAD_LENGTH;
import static io.semj.format.RecordDescriptor.LINK_COUNT_OFFSET;
import static io.semj.format.RecordDescriptor.LINK_LENGTH;
import static io.semj.format.RecordDescriptor.METADATA_SIZE_OFFSET;
import static io.semj.format.RecordDescriptor.PAYLOAD_SIZE_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.error.MalformedKernelEventException;
import io.semj.error.MalformedKernelEventException.Reason;
import org.agrona.DirectBuffer;

/**
 * Whether bytes can be the header of a kernel event. They can if and only if (1) there are 132 of
 * them, (2) event_size is the sum of the parts, (3) the context is 5,280 bytes or none, (4)
 * payload, metadata and links are within the kernel's limits, (5) event_version is 1. All sums are
 * made in 64 bits, so that no size can make them overflow.
 */
final class KernelEventCheck {
  private KernelEventCheck() {}

  /** The sum of the parts that a header gives. */
  static long sumOfParts(DirectBuffer buffer, int offset) {
    return KERNEL_HEADER_LENGTH
        + u32(buffer, offset + CONTEXT_SIZE_OFFSET)
        + u32(buffer, offset + PAYLOAD_SIZE_OFFSET)
        + u32(buffer, offset + METADATA_SIZE_OFFSET)
        + LINK_LENGTH * u32(buffer, offset + LINK_COUNT_OFFSET);
  }

  static long u32(DirectBuffer buffer, int at) {
    return Integer.toUnsignedLong(buffer.getInt(at, LITTLE_ENDIAN));
  }

  /** How long an event with this header is, -1 if there is none. Never throws, never allocates. */
  static int plausibleSize(DirectBuffer buffer, int offset) {
    long size = u32(buffer, offset + EVENT_SIZE_OFFSET);
    long context = u32(buffer, offset + CONTEXT_SIZE_OFFSET);
    boolean plausible =
        buffer.getInt(offset + EVENT_VERSION_OFFSET, LITTLE_ENDIAN) == EVENT_VERSION
            && size == sumOfParts(buffer, offset)
            && (context == 0 || context == KERNEL_CONTEXT_LENGTH)
            && u32(buffer, offset + PAYLOAD_SIZE_OFFSET) <= KERNEL_MAX_PAYLOAD_LENGTH
            && u32(buffer, offset + METADATA_SIZE_OFFSET) <= KERNEL_MAX_METADATA_LENGTH
            && u32(buffer, offset + LINK_COUNT_OFFSET) <= KERNEL_MAX_LINKS;
    return plausible ? (int) size : -1;
  }

  /** How long the event with this header is; says what is wrong with one that cannot be one. */
  static int requireSize(DirectBuffer buffer, int offset) {
    int size = plausibleSize(buffer, offset);
    if (size >= 0) {
      return size;
    }
    long sum = sumOfParts(buffer, offset);
    long stated = u32(buffer, offset + EVENT_SIZE_OFFSET);
    if (sum != stated) {
      throw fault(Reason.SIZES, "event_size", EVENT_SIZE_OFFSET, sum, stated);
    }
    long context = u32(buffer, offset + CONTEXT_SIZE_OFFSET);
    if (context != 0 && context != KERNEL_CONTEXT_LENGTH) {
      throw fault(
          Reason.CONTEXT_SIZE, "context_size", CONTEXT_SIZE_OFFSET, KERNEL_CONTEXT_LENGTH, context);
    }
    requireLimit(buffer, offset, "payload", PAYLOAD_SIZE_OFFSET, KERNEL_MAX_PAYLOAD_LENGTH);
    requireLimit(buffer, offset, "metadata", METADATA_SIZE_OFFSET, KERNEL_MAX_METADATA_LENGTH);
    requireLimit(buffer, offset, "causality_links", LINK_COUNT_OFFSET, KERNEL_MAX_LINKS);
    throw fault(
        Reason.VERSION,
        "event_version",
        EVENT_VERSION_OFFSET,
        EVENT_VERSION,
        u32(buffer, offset + EVENT_VERSION_OFFSET));
  }

  private static void requireLimit(
      DirectBuffer buffer, int offset, String field, int at, long limit) {
    long actual = u32(buffer, offset + at);
    if (actual > limit) {
      throw fault(Reason.LIMIT, field, at, limit, actual);
    }
  }

  static MalformedKernelEventException cutShort(String field, long expected, long actual) {
    return fault(Reason.CUT_SHORT, field, (int) Math.max(0, actual), expected, actual);
  }

  private static MalformedKernelEventException fault(
      Reason reason, String field, int at, long expected, long actual) {
    return new MalformedKernelEventException(reason, field, at, expected, actual);
  }
}
