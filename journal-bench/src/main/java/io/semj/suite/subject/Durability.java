package io.semj.suite.subject;

/** What a session is opened for. */
public enum Durability {
  /** Events may be in memory when emission returns; the subject's usual way. */
  LATER,
  /** Each caller waits until its event is on the device. */
  EACH,
  /** Forces follow each other without a pause, and each acknowledges all that it covers. */
  GROUP
}
