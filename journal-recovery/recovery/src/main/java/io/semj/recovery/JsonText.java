package io.semj.recovery;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Writes JSON: what reports need, and nothing else. Not for reading.
 *
 * <pre>{@code
 * JsonText.object().put("events", 3).put("problems", problems).toString()
 * }</pre>
 *
 * <p>Numbers and booleans are written as such, null and an empty {@link Optional} as null, numbers
 * that JSON lacks (NaN, infinity) as null too, maps as objects, collections as arrays, other JSON
 * as it is, and everything else as its text. One thread.
 */
public final class JsonText {
  private static final char FIRST_PRINTABLE = ' ';

  private final StringBuilder text = new StringBuilder();
  private final char end;

  private JsonText(char begin, char end) {
    text.append(begin);
    this.end = end;
  }

  /**
   * Begins an object.
   *
   * @return an object without members
   */
  public static JsonText object() {
    return new JsonText('{', '}');
  }

  /**
   * Begins an array.
   *
   * @return an array without elements
   */
  public static JsonText array() {
    return new JsonText('[', ']');
  }

  /**
   * Adds a member to an object.
   *
   * @param name of the member
   * @param value of any kind
   * @return this
   */
  public JsonText put(String name, Object value) {
    separate();
    quote(name);
    text.append(':');
    write(value);
    return this;
  }

  /**
   * Adds an element to an array.
   *
   * @param value of any kind
   * @return this
   */
  public JsonText add(Object value) {
    separate();
    write(value);
    return this;
  }

  private void separate() {
    if (text.length() > 1) {
      text.append(',');
    }
  }

  private void write(Object value) {
    if (value == null || isNoNumber(value)) {
      text.append("null");
    } else if (value instanceof Optional<?> optional) {
      write(optional.orElse(null));
    } else if (value instanceof Number || value instanceof Boolean || value instanceof JsonText) {
      text.append(value);
    } else if (value instanceof Map<?, ?> map) {
      JsonText members = object();
      map.forEach((name, member) -> members.put(name.toString(), member));
      text.append(members);
    } else if (value instanceof Collection<?> collection) {
      JsonText elements = array();
      collection.forEach(elements::add);
      text.append(elements);
    } else {
      quote(value.toString());
    }
  }

  private static boolean isNoNumber(Object value) {
    return value instanceof Double number && !Double.isFinite(number);
  }

  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> text.append('\\').append(c);
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (c < FIRST_PRINTABLE || Character.isSurrogate(c)) {
            text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }

  /** The JSON, on one line. */
  @Override
  public String toString() {
    return text.toString() + end;
  }
}
