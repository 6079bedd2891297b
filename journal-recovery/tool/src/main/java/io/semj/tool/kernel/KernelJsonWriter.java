package io.semj.tool.kernel;

import static io.semj.format.RecordDescriptor.KERNEL_HEADER_LENGTH;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.semj.format.ContextField;
import io.semj.format.RecordDescriptor;
import io.semj.format.WireType;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HexFormat;
import org.agrona.DirectBuffer;

/**
 * Writes kernel events as JSON, one line each, with every field that the kernel's form has. Numbers
 * are unsigned, but for {@code timestamp_ns} and {@code causality_delay_ns}. Not thread-safe.
 */
final class KernelJsonWriter {
  private final JsonGenerator json;

  KernelJsonWriter(OutputStream out) throws IOException {
    json =
        JsonFactory.builder()
            .build()
            .createGenerator(out)
            .setRootValueSeparator(new SerializedString(""))
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
  }

  /** Writes one event, which is sound, from offset 0 on, and the end of the line. */
  void write(DirectBuffer event) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("header");
    for (HeaderNames field : HeaderNames.values()) {
      writeNumber(field, event);
    }
    json.writeEndObject();
    int contextSize = u32(event, RecordDescriptor.CONTEXT_SIZE_OFFSET);
    writeContext(event, contextSize > 0);
    int at = KERNEL_HEADER_LENGTH + contextSize;
    at = writeHex("payload_hex", event, at, u32(event, RecordDescriptor.PAYLOAD_SIZE_OFFSET));
    at = writeHex("metadata_hex", event, at, u32(event, RecordDescriptor.METADATA_SIZE_OFFSET));
    writeLinks(event, at, u32(event, RecordDescriptor.LINK_COUNT_OFFSET));
    json.writeEndObject();
    json.writeRaw('\n');
  }

  private static int u32(DirectBuffer event, int at) {
    return event.getInt(at, LITTLE_ENDIAN);
  }

  private void writeNumber(HeaderNames field, DirectBuffer event) throws IOException {
    if (field.isSigned()) {
      json.writeNumberField(field.wireName(), event.getLong(field.offset(), LITTLE_ENDIAN));
    } else if (field.isLong()) {
      unsigned(field.wireName(), event.getLong(field.offset(), LITTLE_ENDIAN));
    } else {
      unsigned(field.wireName(), Integer.toUnsignedLong(u32(event, field.offset())));
    }
  }

  private void unsigned(String name, long value) throws IOException {
    json.writeFieldName(name);
    if (value >= 0) {
      json.writeNumber(value);
    } else {
      json.writeNumber(Long.toUnsignedString(value));
    }
  }

  /** An event without a context is told by its context_size; its fields are all there, and 0. */
  private void writeContext(DirectBuffer event, boolean there) throws IOException {
    json.writeObjectFieldStart("context");
    for (ContextField field : ContextField.values()) {
      if (field.inKernel()) {
        int at = KERNEL_HEADER_LENGTH + field.kernelOffset();
        switch (field.wireType()) {
          case WireType.TEXT ->
              json.writeStringField(
                  field.wireName(), there ? text(event, at, field.kernelCapacity()) : "");
          case WireType.U64 ->
              unsigned(field.wireName(), there ? event.getLong(at, LITTLE_ENDIAN) : 0);
          default -> unsigned(field.wireName(), there ? Integer.toUnsignedLong(u32(event, at)) : 0);
        }
      }
    }
    json.writeEndObject();
  }

  private static String text(DirectBuffer event, int at, int capacity) {
    int length = 0;
    while (length < capacity && event.getByte(at + length) != 0) {
      length++;
    }
    return event.getStringWithoutLengthUtf8(at, length);
  }

  private int writeHex(String name, DirectBuffer event, int at, int length) throws IOException {
    byte[] bytes = new byte[length];
    event.getBytes(at, bytes);
    json.writeStringField(name, HexFormat.of().formatHex(bytes));
    return at + length;
  }

  private void writeLinks(DirectBuffer event, int first, int count) throws IOException {
    json.writeArrayFieldStart("causality_links");
    for (int i = 0; i < count; i++) {
      int at = first + i * RecordDescriptor.LINK_LENGTH;
      json.writeStartObject();
      unsigned("cause_event_id", event.getLong(at, LITTLE_ENDIAN));
      unsigned(
          "effect_event_id",
          event.getLong(at + RecordDescriptor.LINK_EFFECT_OFFSET, LITTLE_ENDIAN));
      unsigned(
          "causality_type",
          Integer.toUnsignedLong(u32(event, at + RecordDescriptor.LINK_TYPE_OFFSET)));
      unsigned(
          "causality_strength",
          Integer.toUnsignedLong(u32(event, at + RecordDescriptor.LINK_STRENGTH_OFFSET)));
      json.writeNumberField(
          "causality_delay_ns",
          event.getLong(at + RecordDescriptor.LINK_DELAY_OFFSET, LITTLE_ENDIAN));
      json.writeStringField(
          "description",
          text(
              event,
              at + RecordDescriptor.LINK_DESCRIPTION_OFFSET,
              RecordDescriptor.LINK_DESCRIPTION_LENGTH));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  void flush() throws IOException {
    json.flush();
  }
}
