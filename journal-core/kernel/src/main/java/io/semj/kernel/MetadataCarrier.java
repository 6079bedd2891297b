package io.semj.kernel;

import static io.semj.format.RecordDescriptor.CROSS_BOUNDARY_ID_OFFSET;
import static io.semj.format.RecordDescriptor.KERNEL_MAX_LINKS;
import static io.semj.format.RecordDescriptor.KERNEL_MAX_PAYLOAD_LENGTH;
import static io.semj.format.RecordDescriptor.LINK_LENGTH;
import static io.semj.format.RecordDescriptor.USERSPACE_FLAGS_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.event.SemanticEvent;
import io.semj.event.UserspaceFlags;
import io.semj.format.ContextField;
import io.semj.format.ContextReader;
import io.semj.format.RecordFlyweight;
import io.semj.format.WireType;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.agrona.concurrent.UnsafeBuffer;

/** Moves what a kernel event cannot hold into its metadata, and back. */
final class MetadataCarrier {
  /** Id, wire type and u16 length in front of a text. */
  private static final int TEXT_HEAD = 4;

  /** Flags that say how an event travels, and not what it is. */
  private static final int TRAVEL_FLAGS =
      UserspaceFlags.REQUIRES_KERNEL_SYNC | UserspaceFlags.FROM_KERNEL;

  private MetadataCarrier() {}

  /** Whether there is something that the kernel's form would leave out without refusing it. */
  static boolean isNeeded(RecordFlyweight record) {
    return (record.userspaceFlags() & ~TRAVEL_FLAGS) != 0
        || record.crossBoundaryId() != 0
        || CarriedParts.mayBegin(record.buffer(), record.metadataOffset(), record.metadataSize());
  }

  /** The same event, with what does not fit in its metadata. */
  static SemanticEvent pack(RecordFlyweight record) {
    RecordParts parts = new RecordParts(record);
    CarriedParts carried = new CarriedParts();
    if (parts.metadata.length > 0) {
      carried.add(CarriedParts.METADATA, parts.metadata);
    }
    int payload = Math.min(parts.payload.length, KERNEL_MAX_PAYLOAD_LENGTH);
    if (payload < parts.payload.length) {
      carried.add(CarriedParts.PAYLOAD, rest(parts.payload, payload));
      parts.payload = Arrays.copyOf(parts.payload, payload);
    }
    int links = Math.min(parts.links.length, KERNEL_MAX_LINKS * LINK_LENGTH);
    if (links < parts.links.length) {
      carried.add(CarriedParts.LINKS, rest(parts.links, links));
      parts.links = Arrays.copyOf(parts.links, links);
    }
    packContext(parts, carried);
    packExtension(record, carried);
    parts.metadata = carried.toMetadata();
    return parts.toEvent();
  }

  private static byte[] rest(byte[] bytes, int from) {
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }

  private static void packContext(RecordParts parts, CarriedParts carried) {
    ByteArrayOutputStream fields = new ByteArrayOutputStream();
    Iterator<Map.Entry<Integer, byte[]>> entries = parts.context.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<Integer, byte[]> entry = entries.next();
      ContextField field = ContextField.ofId(entry.getKey());
      if (field == null || !(field.inKernel() || field.isImportNote())) {
        fields.writeBytes(entry.getValue());
        entries.remove();
      } else if (field.kernelCapacity() > 0) {
        packText(entry, field, carried);
      }
    }
    if (fields.size() > 0) {
      carried.add(CarriedParts.FIELDS, fields.toByteArray());
    }
  }

  private static void packText(
      Map.Entry<Integer, byte[]> entry, ContextField field, CarriedParts carried) {
    byte[] stored = entry.getValue();
    byte[] text = rest(stored, TEXT_HEAD);
    int fits = fitting(text, field.kernelCapacity() - 1);
    if (fits < text.length) {
      byte[] part = new byte[1 + text.length - fits];
      part[0] = (byte) field.id();
      System.arraycopy(text, fits, part, 1, text.length - fits);
      carried.add(CarriedParts.TEXT, part);
      entry.setValue(textEntry(field, Arrays.copyOf(text, fits)));
    }
  }

  private static byte[] textEntry(ContextField field, byte[] text) {
    byte[] entry = new byte[TEXT_HEAD + text.length];
    ByteBuffer.wrap(entry)
        .order(LITTLE_ENDIAN)
        .put((byte) field.id())
        .put((byte) WireType.TEXT)
        .putShort((short) text.length)
        .put(text);
    return entry;
  }

  /** How many bytes of a text are whole characters that the kernel takes. */
  private static int fitting(byte[] text, int limit) {
    int end = 0;
    while (end < text.length && end < limit && text[end] != 0) {
      end++;
    }
    ByteBuffer bytes = ByteBuffer.wrap(text, 0, end);
    // Stops, and stays, before what is malformed or cut.
    StandardCharsets.UTF_8.newDecoder().decode(bytes, CharBuffer.allocate(end), false);
    return bytes.position();
  }

  private static void packExtension(RecordFlyweight record, CarriedParts carried) {
    int flags = record.userspaceFlags() & ~TRAVEL_FLAGS;
    if (flags != 0 || record.crossBoundaryId() != 0) {
      byte[] part = new byte[Integer.BYTES + Long.BYTES];
      ByteBuffer.wrap(part).order(LITTLE_ENDIAN).putInt(flags).putLong(record.crossBoundaryId());
      carried.add(CarriedParts.EXTENSION, part);
    }
  }

  /** The event that was packed; none if nothing was, or its metadata is not what was packed. */
  static Optional<SemanticEvent> unpack(RecordFlyweight record) {
    if (!CarriedParts.mayBegin(record.buffer(), record.metadataOffset(), record.metadataSize())) {
      return Optional.empty();
    }
    RecordParts parts = new RecordParts(record);
    Optional<ByteBuffer> carried = CarriedParts.of(parts.metadata);
    if (carried.isEmpty()) {
      return Optional.empty();
    }
    parts.metadata = new byte[0];
    try {
      ByteBuffer in = carried.get();
      while (in.hasRemaining()) {
        int what = in.get();
        byte[] bytes = new byte[Math.min(in.getInt(), in.remaining())];
        in.get(bytes);
        unpack(parts, what, bytes);
      }
      return Optional.of(parts.toEvent());
    } catch (BufferUnderflowException | IllegalArgumentException | NegativeArraySizeException e) {
      return Optional.empty(); // somebody else's, with the same beginning and a right checksum
    }
  }

  private static void unpack(RecordParts parts, int what, byte[] bytes) {
    switch (what) {
      case CarriedParts.METADATA -> parts.metadata = bytes;
      case CarriedParts.PAYLOAD -> parts.payload = joined(parts.payload, bytes);
      case CarriedParts.LINKS -> parts.links = joined(parts.links, bytes);
      case CarriedParts.FIELDS -> unpackFields(parts, bytes);
      case CarriedParts.TEXT -> unpackText(parts, bytes);
      case CarriedParts.EXTENSION -> {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
        int flags = parts.headView().getInt(USERSPACE_FLAGS_OFFSET);
        parts.headView().putInt(USERSPACE_FLAGS_OFFSET, flags | (in.getInt() & ~TRAVEL_FLAGS));
        parts.headView().putLong(CROSS_BOUNDARY_ID_OFFSET, in.getLong());
      }
      default -> throw new IllegalArgumentException("unknown part: " + what);
    }
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static void unpackFields(RecordParts parts, byte[] entries) {
    ContextReader reader = new ContextReader();
    reader.wrap(new UnsafeBuffer(entries), 0, entries.length);
    while (reader.next()) {
      int from = reader.entryOffset();
      parts.context.put(
          reader.fieldId(), Arrays.copyOfRange(entries, from, from + reader.entryLength()));
    }
  }

  private static void unpackText(RecordParts parts, byte[] part) {
    ContextField field = ContextField.ofId(part[0] & 0xFF);
    if (field == null || field.kernelCapacity() == 0) {
      throw new IllegalArgumentException("no text of the kernel's: " + part[0]);
    }
    byte[] stored = parts.context.getOrDefault(field.id(), new byte[TEXT_HEAD]);
    parts.context.put(field.id(), textEntry(field, joined(rest(stored, TEXT_HEAD), rest(part, 1))));
  }
}
