package io.semj.event;

import static io.semj.format.ContextField.KERNEL_CONTEXT_LENGTH;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.format.ContextField;
import io.semj.format.WireType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The compact form of a kernel event's context, which has a fixed place for everything. A kernel
 * event without any context is told from one with an empty context by {@link
 * ContextField#KERNEL_CONTEXT_ABSENT}.
 */
final class KernelContext {
  /** Id, wire type and u16 length of a text, or id, wire type and value of a number. */
  private static final int MAX_FIELD_OVERHEAD = 10;

  /** Most bytes that a compact context of a kernel event has, notes of an import included. */
  static final int MAX_COMPACT_LENGTH =
      KERNEL_CONTEXT_LENGTH + ContextField.values().length * MAX_FIELD_OVERHEAD;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN);

  private static final ContextField[] IN_KERNEL =
      Arrays.stream(ContextField.values())
          .filter(ContextField::inKernel)
          .toArray(ContextField[]::new);

  private KernelContext() {}

  /**
   * Writes the compact form of a kernel context.
   *
   * @param kernel the event's bytes
   * @param offset of the context in them
   * @param size of the context, 0 or 5,280
   * @param out has room for {@link #MAX_COMPACT_LENGTH} bytes
   * @param start where in it
   * @return the offset behind the last byte written
   */
  static int compact(byte[] kernel, int offset, int size, RecordBuffer out, int start) {
    if (size == 0) {
      return putU32(out, start, ContextField.KERNEL_CONTEXT_ABSENT, 1);
    }
    int at = start;
    for (ContextField field : IN_KERNEL) {
      int place = offset + field.kernelOffset();
      at =
          switch (field.wireType()) {
            case WireType.U32 -> putU32(out, at, field, (int) INTS.get(kernel, place));
            case WireType.U64 -> putU64(out, at, field, (long) LONGS.get(kernel, place));
            default -> putText(out, at, field, kernel, place);
          };
    }
    return at;
  }

  static int putClockOffset(RecordBuffer out, int at, long nanos) {
    return putU64(out, at, ContextField.KERNEL_CLOCK_OFFSET, nanos);
  }

  static int putPosition(RecordBuffer out, int at, long position) {
    return putU64(out, at, ContextField.KERNEL_POSITION, position);
  }

  private static int putHead(RecordBuffer out, int at, ContextField field) {
    out.putShort(at, (short) (field.id() | field.wireType() << Byte.SIZE));
    return at + Short.BYTES;
  }

  private static int putU32(RecordBuffer out, int at, ContextField field, int value) {
    if (value == 0) {
      return at;
    }
    int place = putHead(out, at, field);
    out.putInt(place, value);
    return place + Integer.BYTES;
  }

  private static int putU64(RecordBuffer out, int at, ContextField field, long value) {
    if (value == 0) {
      return at;
    }
    int place = putHead(out, at, field);
    out.putLong(place, value);
    return place + Long.BYTES;
  }

  private static int putText(
      RecordBuffer out, int at, ContextField field, byte[] kernel, int place) {
    int length = KernelText.length(kernel, place, field.kernelCapacity(), field.wireName());
    if (length == 0) {
      return at;
    }
    int text = putHead(out, at, field);
    out.putShort(text, (short) length);
    System.arraycopy(kernel, place, out.bytes(), text + Short.BYTES, length);
    return text + Short.BYTES + length;
  }
}
