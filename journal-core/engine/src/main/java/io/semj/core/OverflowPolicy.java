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
   * caller pays with time. Who waits goes on when an eighth of the ring is free, or after two
   * milliseconds with what there is, so that waits are few and others find room meanwhile.
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
   * Drops the oldest events that are not written yet, so that the newest are kept. The caller waits
   * until the writer has dropped them, at most the overflow timeout.
   */
  DROP_OLDEST,

  /**
   * Drops by priority: background events from three quarters full on, those of low priority from
   * seven eighths on, those of normal priority when the ring is full. Events of high and critical
   * priority wait as under {@link #BLOCK}.
   */
  SHED_BY_PRIORITY
}
