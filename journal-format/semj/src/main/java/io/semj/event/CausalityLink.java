package io.semj.event;

import static java.util.Objects.requireNonNull;

/**
 * One event that another one led to. Numbers are unsigned.
 *
 * @param causeEventId event id of the cause
 * @param effectEventId event id of the effect
 * @param type how the one led to the other
 * @param strength how strongly, 0 to 100
 * @param delayNanos from cause to effect, in nanoseconds
 * @param description at most 127 bytes of UTF-8, without a zero character
 */
public record CausalityLink(
    long causeEventId,
    long effectEventId,
    int type,
    int strength,
    long delayNanos,
    String description) {

  /** Refuses a null description; its length is checked where the link is written. */
  public CausalityLink {
    requireNonNull(description, "description");
  }
}
