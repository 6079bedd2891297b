package io.semj.query.causality;

/** Which way a walk follows causes. */
enum Direction {
  TO_CAUSES(true, false),
  TO_EFFECTS(false, true),
  /** To causes, to effects, and to events of the same chain. */
  EVERYWHERE(true, true);

  private final boolean toCauses;
  private final boolean toEffects;

  Direction(boolean toCauses, boolean toEffects) {
    this.toCauses = toCauses;
    this.toEffects = toEffects;
  }

  boolean followsCauses() {
    return toCauses;
  }

  boolean followsEffects() {
    return toEffects;
  }

  boolean followsChains() {
    return toCauses && toEffects;
  }
}
