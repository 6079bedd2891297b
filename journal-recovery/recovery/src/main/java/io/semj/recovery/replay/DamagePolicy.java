package io.semj.recovery.replay;

/** What a replay does where the journal is damaged. */
public enum DamagePolicy {
  /** It throws what a reader would throw; nothing behind the damage is replayed. */
  STOP,
  /**
   * It goes on with the next block that proves itself, and reports what was lost. A block that is
   * sound by itself and only not where the chain says is replayed too.
   */
  SKIP
}
