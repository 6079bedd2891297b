package io.semj.recovery.replay;

/**
 * How fast events are replayed. Immutable.
 *
 * @param eventsPerSecond at most so many, 0 for no limit
 * @param timesRealTime so many times as fast as the events happened by their timestamps, 0 for no
 *     regard of time
 */
public record ReplaySpeed(double eventsPerSecond, double timesRealTime) {
  /** As fast as reading and the handler are. */
  public static final ReplaySpeed UNLIMITED = new ReplaySpeed(0, 0);

  /**
   * As fast as the events happened: the pauses between their timestamps are kept. An event whose
   * timestamp lies before an earlier one's comes at once.
   */
  public static final ReplaySpeed REAL_TIME = new ReplaySpeed(0, 1);

  /** Refuses what is no speed. */
  public ReplaySpeed {
    requireSpeed("events per second", eventsPerSecond);
    requireSpeed("times real time", timesRealTime);
  }

  /**
   * As the events happened, only faster or slower.
   *
   * @param factor 2 for twice as fast, 0.5 for half as fast
   * @return a speed
   */
  public static ReplaySpeed timesRealTime(double factor) {
    return new ReplaySpeed(0, factor);
  }

  /**
   * An even rate.
   *
   * @param events at most so many a second
   * @return a speed
   */
  public static ReplaySpeed eventsPerSecond(double events) {
    return new ReplaySpeed(events, 0);
  }

  private static void requireSpeed(String what, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          what + " is no speed: expected=0 or more, actual=" + value);
    }
  }

  boolean isLimited() {
    return eventsPerSecond > 0 || timesRealTime > 0;
  }

  /** For people. */
  @Override
  public String toString() {
    if (!isLimited()) {
      return "unlimited";
    }
    String rate = eventsPerSecond > 0 ? eventsPerSecond + " events/s" : "";
    String time = timesRealTime > 0 ? timesRealTime + " times real time" : "";
    return rate.isEmpty() || time.isEmpty() ? rate + time : rate + ", " + time;
  }
}
