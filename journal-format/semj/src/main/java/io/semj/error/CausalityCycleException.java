package io.semj.error;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Events that cause each other in a circle, so that none of them can have come first. */
public final class CausalityCycleException extends JournalException {
  private static final long serialVersionUID = 1L;
  private static final int MOST_NAMED = 10;

  private final long[] eventIds;

  /**
   * A circle of events.
   *
   * @param eventIds each the cause of the next, the last the cause of the first
   */
  public CausalityCycleException(List<Long> eventIds) {
    super(
        ErrorCategory.CONSISTENCY,
        detail(
            detail("events cause each other in a circle", "length", eventIds.size()),
            "events",
            named(eventIds)),
        null);
    this.eventIds = eventIds.stream().mapToLong(Long::longValue).toArray();
  }

  private static String named(List<Long> eventIds) {
    String first =
        eventIds.stream()
            .limit(MOST_NAMED)
            .map(Long::toUnsignedString)
            .collect(Collectors.joining(" -> "));
    return first
        + (eventIds.size() > MOST_NAMED
            ? " -> ..."
            : " -> " + Long.toUnsignedString(eventIds.get(0)));
  }

  /**
   * The events of the circle.
   *
   * @return event ids, each the cause of the next, the last the cause of the first
   */
  public List<Long> eventIds() {
    return Arrays.stream(eventIds).boxed().toList();
  }
}
