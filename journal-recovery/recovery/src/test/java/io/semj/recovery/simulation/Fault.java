package io.semj.recovery.simulation;

/** How an operation goes wrong. */
enum Fault {
  /** Not at all. */
  NONE,

  /** "Input/output error". Of a write a part may have been done; a force forgets its pages. */
  IO_ERROR,

  /** "No space left on device". Of a write a part may have been done. */
  NO_SPACE,

  /** A write or read does a part of what it was asked for, and says so. */
  SHORT,

  /** The machine stops in the midst of the operation; every later one fails. */
  POWER_CUT
}
