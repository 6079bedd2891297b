package io.semj.event;

import java.util.Optional;

/**
 * How urgent an event is. Priority never changes the order on disk: it decides how soon a batch is
 * closed and what is shed first.
 */
public enum EventPriority {
  /** Closes and syncs its batch at once. */
  CRITICAL(1),
  /** More urgent than most. */
  HIGH(2),
  /** What an event has unless it says otherwise. */
  NORMAL(3),
  /** Less urgent than most. */
  LOW(4),
  /** The first to be shed. */
  BACKGROUND(5);

  private static final EventPriority[] BY_CODE = {
    null, CRITICAL, HIGH, NORMAL, LOW, BACKGROUND,
  };

  private final int code;

  EventPriority(int code) {
    this.code = code;
  }

  /**
   * The priority of a code.
   *
   * @param code any
   * @return empty for a code that is not one of these
   */
  public static Optional<EventPriority> ofCode(int code) {
    return code < 0 || code >= BY_CODE.length
        ? Optional.empty()
        : Optional.ofNullable(BY_CODE[code]);
  }

  /**
   * The code that stands in the record.
   *
   * @return 1 critical to 5 background
   */
  public int code() {
    return code;
  }
}
