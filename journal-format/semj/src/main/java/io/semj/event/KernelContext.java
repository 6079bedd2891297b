package io.semj.event;

import static io.semj.format.ContextField.KERNEL_CONTEXT_LENGTH;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.error.CorruptionException;
import io.semj.format.ContextField;
import io.semj.format.ContextReader;
import io.semj.format.WireType;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The two forms of a context: compact, with only what is set, and the kernel's, with a fixed place
 * for everything. A kernel event without any context is told from one with an empty context by
 * {@link ContextField#KERNEL_CONTEXT_ABSENT} in the compact form.
 */
final class KernelContext {
  /** Id, wire type and u16 length of a text, or id, wire type and value of a number. */
  private static final int MAX_FIELD_OVERHEAD = 10;

  private KernelContext() {}

  /** How long the kernel's form of a compact context is: all or nothing. */
  static int lengthOf(ContextReader compact) {
    boolean absent = false;
    while (compact.next()) {
      ContextField field = ContextField.ofId(compact.fieldId());
      if (field != null && field.inKernel()) {
        return KERNEL_CONTEXT_LENGTH;
      }
      absent |= field == ContextField.KERNEL_CONTEXT_ABSENT;
    }
    return absent ? 0 : KERNEL_CONTEXT_LENGTH;
  }

  /** Puts the fields of a compact context in their places, of which all bytes must be 0. */
  static void expand(
      ContextReader compact, byte[] source, MutableDirectBuffer kernel, int kernelOffset) {
    while (compact.next()) {
      ContextField field = ContextField.ofId(compact.fieldId());
      if (field != null && field.inKernel() && compact.isField(field)) {
        int at = kernelOffset + field.kernelOffset();
        switch (field.wireType()) {
          case WireType.U32 -> kernel.putInt(at, (int) compact.longValue(), LITTLE_ENDIAN);
          case WireType.U64 -> kernel.putLong(at, compact.longValue(), LITTLE_ENDIAN);
          default -> kernel.putBytes(at, source, compact.textOffset(), compact.textLength());
        }
      }
    }
  }

  /** The compact form of a kernel context of the size 0 or 5,280. */
  static byte[] compact(DirectBuffer kernel, byte[] bytes, int offset, int size) {
    int count = ContextField.values().length;
    byte[] compact = new byte[size + count * MAX_FIELD_OVERHEAD];
    UnsafeBuffer out = new UnsafeBuffer(compact);
    int at = 0;
    if (size == 0) {
      at = putU32(out, at, ContextField.KERNEL_CONTEXT_ABSENT, 1);
      return Arrays.copyOf(compact, at);
    }
    for (ContextField field : ContextField.values()) {
      if (field.inKernel()) {
        int place = offset + field.kernelOffset();
        at =
            switch (field.wireType()) {
              case WireType.U32 -> putU32(out, at, field, kernel.getInt(place, LITTLE_ENDIAN));
              case WireType.U64 -> putU64(out, at, field, kernel.getLong(place, LITTLE_ENDIAN));
              default -> putText(out, at, field, bytes, place);
            };
      }
    }
    return Arrays.copyOf(compact, at);
  }

  private static int putHead(UnsafeBuffer out, int at, ContextField field) {
    out.putByte(at, (byte) field.id());
    out.putByte(at + 1, (byte) field.wireType());
    return at + 2;
  }

  private static int putU32(UnsafeBuffer out, int at, ContextField field, int value) {
    if (value == 0) {
      return at;
    }
    int place = putHead(out, at, field);
    out.putInt(place, value, LITTLE_ENDIAN);
    return place + Integer.BYTES;
  }

  private static int putU64(UnsafeBuffer out, int at, ContextField field, long value) {
    if (value == 0) {
      return at;
    }
    int place = putHead(out, at, field);
    out.putLong(place, value, LITTLE_ENDIAN);
    return place + Long.BYTES;
  }

  private static int putText(
      UnsafeBuffer out, int at, ContextField field, byte[] bytes, int offset) {
    int length = 0;
    while (bytes[offset + length] != 0) {
      length++;
      if (length == field.kernelCapacity()) {
        throw new CorruptionException(
            "kernel text has no terminating zero: field="
                + field.wireName()
                + ", limit="
                + (field.kernelCapacity() - 1));
      }
    }
    if (length == 0) {
      return at;
    }
    int place = putHead(out, at, field);
    out.putShort(place, (short) length, LITTLE_ENDIAN);
    out.putBytes(place + Short.BYTES, bytes, offset, length);
    return place + Short.BYTES + length;
  }
}
