package io.semj.tool.json;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.semj.error.SerializationException;
import io.semj.format.ContextField;
import io.semj.format.ContextReader;
import io.semj.format.RecordDescriptor;
import io.semj.format.WireType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads the context of an event into the compact form that a record has. */
final class ContextJson {
  /** The object, within the context, of the fields that the kernel has not. */
  static final String OBSERVABILITY = "observability";

  /** Stored fields of newer versions, one behind the other as they are. */
  static final String UNKNOWN = "unknown_fields_base64";

  private static final int FIELD_HEAD_LENGTH = 2;
  private static final Map<String, ContextField> BY_NAME = new HashMap<>();

  static {
    for (ContextField field : ContextField.values()) {
      BY_NAME.put(field.wireName(), field);
      if (field.wireType() == WireType.TEXT) {
        BY_NAME.put(field.wireName() + EventJsonWriter.BASE64, field);
      }
    }
  }

  /** Stored fields by id. */
  private final TreeMap<Integer, byte[]> entries = new TreeMap<>();

  /** Reads the object that the parser is at. */
  static byte[] read(JsonParser json) throws IOException, BadEventException {
    ContextJson context = new ContextJson();
    context.readObject(json, "context", false);
    int length = context.entries.values().stream().mapToInt(entry -> entry.length).sum();
    ByteBuffer stored = ByteBuffer.allocate(length);
    context.entries.values().forEach(stored::put);
    return stored.array().clone();
  }

  private void readObject(JsonParser json, String path, boolean optional)
      throws IOException, BadEventException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw BadEventException.field(path, "an object", Texts.describe(json));
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      String full = path + "." + name;
      json.nextToken();
      ContextField field = BY_NAME.get(name);
      if (!optional && name.equals(OBSERVABILITY)) {
        readObject(json, full, true);
      } else if (!optional && name.equals(UNKNOWN)) {
        keepUnknown(Texts.base64(json, full, Integer.MAX_VALUE), full);
      } else if (field != null && optional == field.id() >= ContextField.FIRST_OPTIONAL_ID) {
        readField(json, field, name, full);
      } else {
        throw new BadEventException("unknown field: field=" + Texts.shorten(full));
      }
    }
  }

  private void readField(JsonParser json, ContextField field, String name, String full)
      throws IOException, BadEventException {
    boolean optional = field.id() >= ContextField.FIRST_OPTIONAL_ID;
    switch (field.wireType()) {
      case WireType.TEXT -> {
        byte[] text =
            name.equals(field.wireName())
                ? Texts.utf8(json, full, RecordDescriptor.MAX_TEXT_LENGTH)
                : Texts.base64(json, full, RecordDescriptor.MAX_TEXT_LENGTH);
        if (text.length > 0 || optional) {
          ByteBuffer entry = entry(field, Short.BYTES + text.length);
          put(field.id(), entry.putShort((short) text.length).put(text), full);
        }
      }
      case WireType.F64 ->
          put(field.id(), entry(field, Double.BYTES).putDouble(Numbers.real(json, full)), full);
      case WireType.U64 -> {
        long value = Numbers.u64(json, full);
        if (value != 0) {
          put(field.id(), entry(field, Long.BYTES).putLong(value), full);
        }
      }
      default -> {
        long value = isPercent(field) ? Numbers.percent(json, full) : Numbers.u32(json, full);
        if (value != 0) {
          put(field.id(), entry(field, Integer.BYTES).putInt((int) value), full);
        }
      }
    }
  }

  private static boolean isPercent(ContextField field) {
    return field == ContextField.AGENT_CONFIDENCE || field == ContextField.SEMANTIC_CONFIDENCE;
  }

  private static ByteBuffer entry(ContextField field, int valueLength) {
    return ByteBuffer.allocate(FIELD_HEAD_LENGTH + valueLength)
        .order(LITTLE_ENDIAN)
        .put((byte) field.id())
        .put((byte) field.wireType());
  }

  private void put(int id, ByteBuffer entry, String full) throws BadEventException {
    byte[] bytes = new byte[entry.flip().remaining()];
    entry.get(bytes);
    put(id, bytes, full);
  }

  private void put(int id, byte[] entry, String full) throws BadEventException {
    if (entries.put(id, entry) != null) {
      throw new BadEventException("field is there twice: field=" + full);
    }
  }

  private void keepUnknown(byte[] stored, String full) throws BadEventException {
    ContextReader reader = new ContextReader().wrap(new UnsafeBuffer(stored), 0, stored.length);
    try {
      while (reader.next()) {
        if (ContextField.ofId(reader.fieldId()) != null) {
          throw BadEventException.field(
              full, "fields that are not known", "id " + reader.fieldId());
        }
        byte[] entry = new byte[reader.entryLength()];
        System.arraycopy(stored, reader.entryOffset(), entry, 0, entry.length);
        put(reader.fieldId(), entry, full);
      }
    } catch (SerializationException e) {
      throw new BadEventException(full + " cannot be used: " + e.getMessage());
    }
  }
}
