package io.semj.tool.json;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.semj.event.EventTypes;
import io.semj.format.ContextField;
import io.semj.format.ContextReader;
import io.semj.format.RecordDescriptor;
import io.semj.format.RecordFlyweight;
import io.semj.format.WireType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.agrona.DirectBuffer;

/**
 * Writes events as JSON, one line each: everything that a record holds but its reserved bytes.
 * Numbers are decimal and unsigned, but for the signed {@code timestamp_ns} and {@code
 * causality_delay_ns}. Text that is no UTF-8 stands in Base64 under its name with {@code _base64}
 * behind it. Not thread-safe.
 */
public final class EventJsonWriter {
  private static final int LINK_DESCRIPTION_LENGTH = RecordDescriptor.LINK_DESCRIPTION_LENGTH;

  /** What is behind the name of a text that is none. */
  static final String BASE64 = "_base64";

  private final JsonGenerator json;
  private final Utf8Text text = new Utf8Text();
  private final ContextReader context = new ContextReader();

  /**
   * A writer to a stream, which is flushed only by {@link #flush()} and when a buffer is full.
   *
   * @param out where to
   * @throws IOException when the stream refuses
   */
  public EventJsonWriter(OutputStream out) throws IOException {
    json =
        JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build()
            .createGenerator(out)
            .setRootValueSeparator(new SerializedString(""))
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
  }

  /**
   * Writes one event and the end of the line.
   *
   * @param event the record
   * @throws IOException when the stream refuses
   * @throws io.semj.error.SerializationException when the context is malformed; nothing of the line
   *     is written then
   */
  public void write(RecordFlyweight event) throws IOException {
    requireContext(event);
    DirectBuffer buffer = event.buffer();
    int at = event.offset();
    json.writeStartObject();
    unsigned("sequence", event.userspaceSequence());
    unsigned("event_id", event.eventId());
    json.writeStringField("type", EventTypes.nameOf(event.eventType()));
    json.writeNumberField("type_code", Integer.toUnsignedLong(event.eventType()));
    json.writeNumberField("timestamp_ns", event.timestampNanos());
    if (event.sequence() != event.userspaceSequence()) {
      unsigned("kernel_sequence", event.sequence());
    }
    for (HeadField field : HeadField.values()) {
      if (!isWrittenAhead(field)) {
        unsigned(field.wireName(), field.get(buffer, at));
      }
    }
    writeContext(event);
    writeBytes("payload", buffer, event.payloadOffset(), event.payloadSize());
    writeBytes("metadata", buffer, event.metadataOffset(), event.metadataSize());
    writeLinks(event);
    json.writeEndObject();
    json.writeRaw('\n');
  }

  private static boolean isWrittenAhead(HeadField field) {
    return switch (field) {
      case EVENT_ID, TIMESTAMP_NS, SEQUENCE, USERSPACE_SEQUENCE -> true;
      default -> false;
    };
  }

  private void unsigned(String name, long value) throws IOException {
    json.writeFieldName(name);
    if (value >= 0) {
      json.writeNumber(value);
    } else {
      json.writeNumber(Long.toUnsignedString(value));
    }
  }

  private void requireContext(RecordFlyweight event) {
    context.wrap(event.buffer(), event.contextOffset(), event.contextSize());
    while (context.next()) {
      ContextField field = ContextField.ofId(context.fieldId());
      if (field != null) {
        context.isField(field); // throws when it has another type than its own
      }
    }
  }

  private void writeContext(RecordFlyweight event) throws IOException {
    json.writeObjectFieldStart("context");
    context.wrap(event.buffer(), event.contextOffset(), event.contextSize());
    ByteArrayOutputStream unknown = new ByteArrayOutputStream(0);
    boolean observability = false;
    while (context.next()) {
      ContextField field = ContextField.ofId(context.fieldId());
      if (field == null) {
        unknown.writeBytes(
            Utf8Text.copy(event.buffer(), context.entryOffset(), context.entryLength()));
        continue;
      }
      if (!observability && field.id() >= ContextField.FIRST_OPTIONAL_ID) {
        observability = true;
        json.writeObjectFieldStart(ContextJson.OBSERVABILITY);
      }
      writeContextField(field, event.buffer());
    }
    if (observability) {
      json.writeEndObject();
    }
    if (unknown.size() > 0) {
      json.writeFieldName(ContextJson.UNKNOWN);
      json.writeBinary(unknown.toByteArray());
    }
    json.writeEndObject();
  }

  private void writeContextField(ContextField field, DirectBuffer buffer) throws IOException {
    switch (field.wireType()) {
      case WireType.TEXT ->
          writeBytes(field.wireName(), buffer, context.textOffset(), context.textLength());
      case WireType.F64 -> json.writeNumberField(field.wireName(), context.doubleValue());
      default -> unsigned(field.wireName(), context.longValue());
    }
  }

  private void writeBytes(String name, DirectBuffer buffer, int offset, int length)
      throws IOException {
    byte[] bytes = Utf8Text.copy(buffer, offset, length);
    String decoded = text.decode(bytes);
    if (decoded != null) {
      json.writeStringField(name, decoded);
    } else {
      json.writeFieldName(name + BASE64);
      json.writeBinary(bytes);
    }
  }

  private void writeLinks(RecordFlyweight event) throws IOException {
    DirectBuffer buffer = event.buffer();
    json.writeArrayFieldStart("causality_links");
    for (int i = 0; i < event.linkCount(); i++) {
      int at = event.linksOffset() + i * RecordDescriptor.LINK_LENGTH;
      json.writeStartObject();
      unsigned(LinkJson.CAUSE, buffer.getLong(at, LITTLE_ENDIAN));
      unsigned(
          LinkJson.EFFECT, buffer.getLong(at + RecordDescriptor.LINK_EFFECT_OFFSET, LITTLE_ENDIAN));
      unsigned(LinkJson.TYPE, u32(buffer, at + RecordDescriptor.LINK_TYPE_OFFSET));
      unsigned(LinkJson.STRENGTH, u32(buffer, at + RecordDescriptor.LINK_STRENGTH_OFFSET));
      json.writeNumberField(
          LinkJson.DELAY, buffer.getLong(at + RecordDescriptor.LINK_DELAY_OFFSET, LITTLE_ENDIAN));
      int description = at + RecordDescriptor.LINK_DESCRIPTION_OFFSET;
      writeBytes(LinkJson.DESCRIPTION, buffer, description, textLength(buffer, description));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static long u32(DirectBuffer buffer, int offset) {
    return Integer.toUnsignedLong(buffer.getInt(offset, LITTLE_ENDIAN));
  }

  private static int textLength(DirectBuffer buffer, int offset) {
    int length = 0;
    while (length < LINK_DESCRIPTION_LENGTH && buffer.getByte(offset + length) != 0) {
      length++;
    }
    return length;
  }

  /**
   * Hands everything over to the stream, and flushes that too.
   *
   * @throws IOException when the stream refuses
   */
  public void flush() throws IOException {
    json.flush();
  }
}
