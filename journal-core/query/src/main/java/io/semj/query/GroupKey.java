package io.semj.query;

/** What events are grouped by. Times are in UTC; weeks begin on Monday. */
public enum GroupKey {
  /** The type's name, or its code in hexadecimal when it is the application's own. */
  TYPE,
  /** The category's name, or the code in hexadecimal. */
  CATEGORY,
  /** The agent's id, empty without an agent. */
  AGENT,
  /** The priority's name, or the code. */
  PRIORITY,
  /** The hour, such as {@code 2026-01-31T08:00:00Z}. */
  HOUR,
  /** The day, such as {@code 2026-01-31}. */
  DAY,
  /** The week's first day. */
  WEEK
}
