package io.semj.recovery.strategy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.semj.format.ChainDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Named values of a step, in order, as one line of text: {@code name=value} pairs with blanks in
 * between. Inside a value, what is not a letter, a digit or one of {@code ._-/} is {@code %xx}.
 */
final class Fields {
  private static final String PLAIN = "._-/";

  private final Map<String, Object> values = new LinkedHashMap<>();

  Fields put(String name, Object value) {
    values.put(name, value);
    return this;
  }

  Map<String, Object> values() {
    return values;
  }

  String toLine() {
    StringBuilder line = new StringBuilder();
    values.forEach(
        (name, value) -> {
          if (!line.isEmpty()) {
            line.append(' ');
          }
          line.append(name).append('=').append(escape(String.valueOf(value)));
        });
    return line.toString();
  }

  static Fields parse(String line) {
    Fields fields = new Fields();
    for (String pair : line.split(" ", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("no value: " + pair);
      }
      fields.put(pair.substring(0, equals), unescape(pair.substring(equals + 1)));
    }
    return fields;
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    for (byte b : text.getBytes(UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
      if (plain) {
        escaped.append(c);
      } else {
        escaped.append('%').append(HexFormat.of().toHexDigits(b));
      }
    }
    return escaped.toString();
  }

  private static String unescape(String text) {
    byte[] bytes = new byte[text.length()];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        bytes[length++] = (byte) HexFormat.fromHexDigits(text, i + 1, i + 3);
        i += 2;
      } else {
        bytes[length++] = (byte) c;
      }
    }
    return new String(bytes, 0, length, UTF_8);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  String text(String name) {
    return Optional.ofNullable(values.get(name))
        .map(Object::toString)
        .orElseThrow(() -> new IllegalArgumentException("field is missing: " + name));
  }

  long number(String name) {
    return Long.parseLong(text(name));
  }

  ChainDigest digest(String name) {
    return ChainDigest.of(HexFormat.of().parseHex(text(name)));
  }

  static String hex(ChainDigest digest) {
    return HexFormat.of().formatHex(digest.toBytes());
  }
}
