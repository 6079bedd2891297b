package io.semj.tool.json;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.semj.format.RecordDescriptor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads causality links into the form that a record has. */
final class LinkJson {
  static final String CAUSE = "cause_event_id";
  static final String EFFECT = "effect_event_id";
  static final String TYPE = "causality_type";
  static final String STRENGTH = "causality_strength";
  static final String DELAY = "causality_delay_ns";
  static final String DESCRIPTION = "description";

  private static final String LINKS = "causality_links";
  private static final int MAX_DESCRIPTION_LENGTH = RecordDescriptor.LINK_DESCRIPTION_LENGTH - 1;

  private LinkJson() {}

  /** Reads the array that the parser is at; the links one after another. */
  static byte[] read(JsonParser json) throws IOException, BadEventException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw BadEventException.field(LINKS, "an array", Texts.describe(json));
    }
    ByteArrayOutputStream links = new ByteArrayOutputStream();
    for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
      if (i == RecordDescriptor.MAX_LINKS) {
        throw new BadEventException(LINKS + " are too many: limit=" + RecordDescriptor.MAX_LINKS);
      }
      links.writeBytes(readLink(json, LINKS + "[" + i + "]"));
    }
    return links.toByteArray();
  }

  private static byte[] readLink(JsonParser json, String path)
      throws IOException, BadEventException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw BadEventException.field(path, "an object", Texts.describe(json));
    }
    byte[] bytes = new byte[RecordDescriptor.LINK_LENGTH];
    ByteBuffer link = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      String full = path + "." + name;
      json.nextToken();
      switch (name) {
        case CAUSE -> link.putLong(RecordDescriptor.LINK_CAUSE_OFFSET, Numbers.u64(json, full));
        case EFFECT -> link.putLong(RecordDescriptor.LINK_EFFECT_OFFSET, Numbers.u64(json, full));
        case TYPE -> link.putInt(RecordDescriptor.LINK_TYPE_OFFSET, (int) Numbers.u32(json, full));
        case STRENGTH ->
            link.putInt(RecordDescriptor.LINK_STRENGTH_OFFSET, Numbers.percent(json, full));
        case DELAY -> link.putLong(RecordDescriptor.LINK_DELAY_OFFSET, Numbers.i64(json, full));
        case DESCRIPTION -> describe(link, full, Texts.utf8(json, full, MAX_DESCRIPTION_LENGTH));
        case DESCRIPTION + EventJsonWriter.BASE64 ->
            describe(
                link, full, Texts.base64(json, full, RecordDescriptor.LINK_DESCRIPTION_LENGTH));
        default -> throw new BadEventException("unknown field: field=" + Texts.shorten(full));
      }
    }
    return bytes;
  }

  private static void describe(ByteBuffer link, String full, byte[] text) throws BadEventException {
    for (byte b : text) {
      if (b == 0) {
        throw new BadEventException(full + " has a zero character, which would end it");
      }
    }
    link.put(RecordDescriptor.LINK_DESCRIPTION_OFFSET, text);
  }
}
