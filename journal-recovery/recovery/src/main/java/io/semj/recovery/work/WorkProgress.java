package io.semj.recovery.work;

import java.time.Duration;
import java.util.Optional;

/**
 * How far some work is. Immutable.
 *
 * @param phase what is being done
 * @param done how much of the phase is done, in the phase's own measure (mostly bytes)
 * @param total how much there is to do, as far as that is known; never less than {@code done}
 * @param events that were handled in the phase so far
 * @param eventsPerSecond over the last few seconds, 0 before there is anything to tell from
 * @param eta how long the rest of the phase will take at that rate; empty while that cannot be told
 */
public record WorkProgress(
    String phase,
    long done,
    long total,
    long events,
    double eventsPerSecond,
    Optional<Duration> eta) {
  /**
   * The part that is done.
   *
   * @return 0 to 1
   */
  public double fraction() {
    return total == 0 ? 1 : (double) done / total;
  }
}
