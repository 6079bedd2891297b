package io.semj.suite.subject;

/** Which side of a ratio a subject stands on. */
public enum Family {
  /** This library. */
  OURS,
  /** The least that the work could cost. */
  LIMIT,
  /** Another project. */
  PEER
}
