package io.semj.suite.subject;

/** What a subject can do, and so what is measured of it. */
public enum Ability {
  /** Takes events from one thread. */
  EMIT,
  /** Takes events from several threads at once. */
  MANY_PRODUCERS,
  /** Puts everything on the device, and says when that is done. */
  SUSTAIN,
  /** Tells one caller, or several at once, when its event is on the device. */
  ACKNOWLEDGE,
  /** Forces continually by itself and tells how far it is. */
  GROUP_COMMIT,
  /** Reads back what it stored. */
  READ,
  /** Answers questions through an index. */
  QUERY,
  /** Opens large journals again, also after its process was killed. */
  RECOVER
}
