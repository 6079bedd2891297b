package io.semj.core;

/** Why an event was dropped. */
public enum DropReason {
  /** The ring was full, and the policy drops what comes new. */
  NEWEST,

  /** The ring was full, and the policy drops the oldest for the newest. */
  OLDEST,

  /** The ring was filling, and the event's priority was too low to stay. */
  SHED
}
