package io.semj.tool.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Base64;

/** Reads texts, and bytes in Base64. */
final class Texts {
  private static final int MOST_SHOWN = 40;

  private Texts() {}

  static String text(JsonParser json, String field) throws IOException, BadEventException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw BadEventException.field(field, "a text", describe(json));
    }
    return json.getText();
  }

  /** The bytes of a text. */
  static byte[] utf8(JsonParser json, String field, int limit)
      throws IOException, BadEventException {
    return limited(Utf8Text.encode(text(json, field), field), field, limit);
  }

  /** The bytes that a text says in Base64. */
  static byte[] base64(JsonParser json, String field, int limit)
      throws IOException, BadEventException {
    String encoded = text(json, field);
    try {
      return limited(Base64.getDecoder().decode(encoded), field, limit);
    } catch (IllegalArgumentException e) {
      throw BadEventException.field(
          field, "Base64", shorten(encoded) + " (" + e.getMessage() + ")");
    }
  }

  private static byte[] limited(byte[] bytes, String field, int limit) throws BadEventException {
    if (bytes.length > limit) {
      throw new BadEventException(
          field + " is too long: limit=" + limit + " bytes, actual=" + bytes.length + " bytes");
    }
    return bytes;
  }

  /** What stands there instead of what was expected. */
  static String describe(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> '"' + shorten(json.getText()) + '"';
      default -> shorten(json.getText());
    };
  }

  static String shorten(String text) {
    return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
  }
}
