package io.semj.kernel;

/** How far a journal is behind the kernel's, by the events that it has not imported yet. */
public enum SequenceDrift {
  /** It has them all. */
  NONE,
  /** Fewer than 100 are missing. */
  MINOR,
  /** 100 or more are missing. */
  MAJOR,
  /**
   * The event that was imported last is not in the kernel's journal any more, nor is its place: the
   * kernel began a new journal, or removed what was not imported yet.
   */
  LOST;

  /** From so many events on, drift is major. */
  public static final long MAJOR_FROM = 100;

  static SequenceDrift of(long missing) {
    return missing == 0 ? NONE : missing < MAJOR_FROM ? MINOR : MAJOR;
  }
}
