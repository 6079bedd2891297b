package io.semj.query;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an answer ended, so that the next one goes on behind it, also after a restart and while
 * events are added or removed by retention.
 *
 * @param sort of the query
 * @param descending of the query
 * @param value that the last event sorts by
 * @param sequence of the last event
 */
public record QueryCursor(SortKey sort, boolean descending, long value, long sequence) {
  private static final Pattern TEXT = Pattern.compile("([A-Z_]+)([+-]):(-?\\d{1,19}):(\\d{1,19})");

  /**
   * Reads a cursor from its text.
   *
   * @param text from {@link #toString()}
   * @return the cursor
   * @throws IllegalArgumentException when it is no cursor's text
   */
  public static QueryCursor parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a cursor: actual=" + text);
    }
    return new QueryCursor(
        SortKey.valueOf(parts.group(1)),
        parts.group(2).equals("-"),
        Long.parseLong(parts.group(3)),
        Long.parseLong(parts.group(4)));
  }

  /** Whether an event with these comes behind the cursor. */
  boolean isBefore(long otherValue, long otherSequence) {
    int order = Long.compare(value, otherValue);
    if (order == 0) {
      order = Long.compare(sequence, otherSequence);
    }
    return descending ? order > 0 : order < 0;
  }

  /** The cursor as a text for {@link #parse}. */
  @Override
  public String toString() {
    return sort + (descending ? "-" : "+") + ":" + value + ":" + sequence;
  }
}
