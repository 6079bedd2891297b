package io.semj.query.causality;

/**
 * How far a graph goes.
 *
 * @param maxDepth how many steps from the event that was asked for
 * @param maxNodes how many events at most, those that are not there counted as well
 */
public record CausalityBounds(int maxDepth, int maxNodes) {
  /** Any depth, and 10,000 events. */
  public static final CausalityBounds DEFAULT = new CausalityBounds(Integer.MAX_VALUE, 10_000);

  /** Checks the numbers. */
  public CausalityBounds {
    if (maxDepth < 0) {
      throw new IllegalArgumentException("maxDepth is negative: actual=" + maxDepth);
    }
    if (maxNodes < 1) {
      throw new IllegalArgumentException("maxNodes is not positive: actual=" + maxNodes);
    }
  }

  /**
   * The same bounds with no more events.
   *
   * @param nodes how many events at most
   * @return the bounds
   */
  public CausalityBounds atMost(int nodes) {
    return new CausalityBounds(maxDepth, Math.min(maxNodes, nodes));
  }
}
