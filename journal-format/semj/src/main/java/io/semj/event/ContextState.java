package io.semj.event;

import io.semj.format.ContextField;
import io.semj.format.ContextReader;
import io.semj.format.RecordDescriptor;
import io.semj.format.WireType;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The context fields of a builder: a bit for each that is set, its value in a slot of its own. Only
 * slots whose bit is set are ever read, so clearing the bits is all it takes to begin again; texts
 * are let go too, so that a builder does not keep what it was given last.
 */
final class ContextState {
  private static final int SLOTS = Long.SIZE;

  /** Ids from 64 up have the slots from 32 up; the ids between are not in use. */
  private static final int OPTIONAL_SHIFT = 32;

  private static final ContextField[] FIELDS = new ContextField[SLOTS];

  /** Field id and wire type of each slot, as the u16 that begins the stored field. */
  private static final short[] HEADS = new short[SLOTS];

  private static final byte[] WIRE_TYPES = new byte[SLOTS];

  /** Slots of kernel fields, of which 0 and the empty text are not stored. */
  private static final long ZERO_IS_ABSENT = (1L << OPTIONAL_SHIFT) - 1;

  private static final long TEXTS;
  private static final byte[] NOTHING = {};

  static {
    long texts = 0;
    for (ContextField field : ContextField.values()) {
      int slot = slot(field);
      FIELDS[slot] = field;
      HEADS[slot] = (short) (field.id() | (field.wireType() << Byte.SIZE));
      WIRE_TYPES[slot] = (byte) field.wireType();
      texts |= field.wireType() == WireType.TEXT ? 1L << slot : 0;
    }
    TEXTS = texts;
  }

  private final long[] numbers = new long[SLOTS];
  private final CharSequence[] texts = new CharSequence[SLOTS];
  private long present;

  /** Fields that this version does not know, as they were stored, in ascending order. */
  private byte[] unknown = NOTHING;

  private static int slot(ContextField field) {
    int id = field.id();
    return id < ContextField.FIRST_OPTIONAL_ID ? id : id - OPTIONAL_SHIFT;
  }

  void clear() {
    long rest = present & TEXTS;
    while (rest != 0) {
      texts[Long.numberOfTrailingZeros(rest)] = null;
      rest &= rest - 1;
    }
    present = 0;
    unknown = NOTHING;
  }

  boolean isEmpty() {
    return present == 0 && unknown.length == 0;
  }

  void number(ContextField field, long value) {
    int slot = slot(field);
    long bit = 1L << slot;
    numbers[slot] = value;
    present = value == 0 && (ZERO_IS_ABSENT & bit) != 0 ? present & ~bit : present | bit;
  }

  void real(ContextField field, double value) {
    int slot = slot(field);
    numbers[slot] = Double.doubleToRawLongBits(value);
    present |= 1L << slot;
  }

  /** Sets a text, or makes it absent: null always does, the empty text for a kernel field. */
  void text(ContextField field, CharSequence value) {
    int slot = slot(field);
    long bit = 1L << slot;
    texts[slot] = value;
    boolean absent = value == null || ((ZERO_IS_ABSENT & bit) != 0 && value.length() == 0);
    present = absent ? present & ~bit : present | bit;
  }

  void remove(ContextField field) {
    int slot = slot(field);
    texts[slot] = null;
    present &= ~(1L << slot);
  }

  /** Takes over all fields of a stored context but those that tell of an import. */
  void copyFrom(ContextReader stored, byte[] bytes) {
    clear();
    while (stored.next()) {
      ContextField field = ContextField.ofId(stored.fieldId());
      if (field == null) {
        keepUnknown(bytes, stored.entryOffset(), stored.entryLength());
      } else if (stored.isField(field) && !field.isImportNote()) {
        switch (field.wireType()) {
          case WireType.TEXT ->
              text(field, new RawText(bytes, stored.textOffset(), stored.textLength()));
          case WireType.F64 -> real(field, stored.doubleValue());
          default -> number(field, stored.longValue());
        }
      }
    }
  }

  private void keepUnknown(byte[] bytes, int offset, int length) {
    int end = unknown.length;
    unknown = Arrays.copyOf(unknown, end + length);
    System.arraycopy(bytes, offset, unknown, end, length);
  }

  /**
   * Writes the compact context.
   *
   * @param out where to; has room for all numbers of a context
   * @param start offset of its first byte
   * @param fit learns about texts that the kernel does not hold
   * @return the offset after its last byte
   */
  int encode(RecordBuffer out, int start, KernelFit fit) {
    if (unknown.length != 0) {
      return encodeWithUnknown(out, start, fit);
    }
    out.ensure(start);
    return encodeSlots(out, start, fit, present);
  }

  private int encodeSlots(RecordBuffer out, int start, KernelFit fit, long slots) {
    int at = start;
    long rest = slots;
    while (rest != 0) {
      int slot = Long.numberOfTrailingZeros(rest);
      rest &= rest - 1;
      out.putShort(at, HEADS[slot]);
      at += Short.BYTES;
      switch (WIRE_TYPES[slot]) {
        case WireType.U32 -> {
          out.putInt(at, (int) numbers[slot]);
          at += Integer.BYTES;
        }
        case WireType.TEXT -> at = encodeText(out, at, slot, fit);
        default -> {
          out.putLong(at, numbers[slot]);
          at += Long.BYTES;
        }
      }
    }
    return at;
  }

  private int encodeText(RecordBuffer out, int at, int slot, KernelFit fit) {
    ContextField field = FIELDS[slot];
    int begin = at + Short.BYTES;
    int length =
        out.putText(begin, texts[slot], RecordDescriptor.MAX_TEXT_LENGTH, field.wireName());
    out.putShort(at, (short) length);
    if (field.inKernel()) {
      fit.text(field, length, out.zeroInText());
    }
    return begin + length;
  }

  private int encodeWithUnknown(RecordBuffer out, int start, KernelFit fit) {
    out.ensure(start + unknown.length);
    UnsafeBuffer kept = new UnsafeBuffer(unknown);
    ContextReader reader = new ContextReader().wrap(kept, 0, unknown.length);
    int at = start;
    long rest = present;
    while (reader.next()) {
      long before = rest & slotsBelow(reader.fieldId());
      rest &= ~before;
      at = encodeSlots(out, at, fit, before);
      out.putBytes(at, unknown, reader.entryOffset(), reader.entryLength());
      at += reader.entryLength();
    }
    return encodeSlots(out, at, fit, rest);
  }

  private static long slotsBelow(int fieldId) {
    long slots = 0;
    for (ContextField field : ContextField.values()) {
      slots |= field.id() < fieldId ? 1L << slot(field) : 0;
    }
    return slots;
  }
}
