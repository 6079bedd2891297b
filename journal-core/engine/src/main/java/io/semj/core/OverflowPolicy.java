package io.semj.core;

/**
 * What an emission does when the ring is full, because the disk is slower than the producers or is
 * full. Nothing is lost silently: drops are counted by reason in the metrics, and the blocks on
 * disk say where sequences are missing. Events of critical priority are never dropped: under every
 * policy but {@link #FAIL} they wait as under {@link #BLOCK}.
 */
public enum OverflowPolicy {
  /**
   * Waits for room, at most the overflow timeout, then throws. Loses nothing that was accepted; the
   * caller pays with time.
   */
  BLOCK,

  /** Throws at once. The caller decides; it never waits. */
  FAIL,

  /**
   * Drops the event that is being emitted: the emission returns -1 instead of a sequence. The
   * caller never waits; the newest events are missing.
   */
  DROP_NEWEST,

  /**
   * Drops the oldest events that the writer has not taken yet, so that the newest are kept. The
   * caller waits for no more than the writer's next step.
   */
  DROP_OLDEST,

  /**
   * Drops by priority: as the ring fills, background events go first, then those of low, normal and
   * high priority. The caller never waits, except with critical events.
   */
  SHED_BY_PRIORITY
}
