package io.semj.error;

/** A subscriber was overtaken by retention: events that it had not seen yet are removed. */
public final class EventsMissedException extends JournalException {
  private static final long serialVersionUID = 1L;

  private final long firstSequence;
  private final long lastSequence;

  /**
   * Events that are missed.
   *
   * @param firstSequence the first of them
   * @param lastSequence the last of them
   */
  public EventsMissedException(long firstSequence, long lastSequence) {
    super(
        ErrorCategory.CONSISTENCY,
        "events were removed before the subscription saw them: firstSequence="
            + firstSequence
            + ", lastSequence="
            + lastSequence,
        null);
    this.firstSequence = firstSequence;
    this.lastSequence = lastSequence;
  }

  /**
   * The first event that is missed.
   *
   * @return its sequence
   */
  public long firstSequence() {
    return firstSequence;
  }

  /**
   * The last event that is missed.
   *
   * @return its sequence
   */
  public long lastSequence() {
    return lastSequence;
  }
}
